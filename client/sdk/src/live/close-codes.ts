/** What a closing socket's code asks of the client. RENEW: come back with a new token. RETURN: come back. STAY: do not. */
export type CloseAdvice = 'RENEW' | 'RETURN' | 'STAY';

/** Codes after which coming back cannot help: the client itself is at fault, or may not listen at all. */
const final: ReadonlySet<number> = new Set([4004, 4005, 4400, 4403, 4406, 4409, 4429]);

/** 4401 is how the gateway closes for a missing or ended sign-in; every code not named here means: come back. */
export function adviceOf(code: number | undefined): CloseAdvice {
  if (code === 4401) return 'RENEW';
  return code !== undefined && final.has(code) ? 'STAY' : 'RETURN';
}
