/** What a closing socket's code asks of the client. RENEW: come back with a new token. RETURN: come back. STAY: do not. */
export type CloseAdvice = 'RENEW' | 'RETURN' | 'STAY';

/** The token is not one of the gateway's, has run out, or its session has ended or got other roles. */
const renew: ReadonlySet<number> = new Set([4401, 4411, 4412, 4413]);

/** Coming back cannot help: the client itself is at fault, or may not listen at all. */
const stay: ReadonlySet<number> = new Set([4004, 4005, 4400, 4403, 4406, 4409, 4429]);

/** Every code that is not named here means: come back. */
export function adviceOf(code: number | undefined): CloseAdvice {
  if (code === undefined) return 'RETURN';
  if (renew.has(code)) return 'RENEW';
  return stay.has(code) ? 'STAY' : 'RETURN';
}
