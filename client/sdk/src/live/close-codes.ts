import { type CloseReason, gatewayCloseCodes } from '../generated/close-codes.ts';

/** What a closing socket asks of the client. RENEW: come back with a new token. RETURN: come back. STAY: do not. */
export type CloseAdvice = 'RETURN' | 'RETURN_LATE' | 'RENEW' | 'STAY';

type Known = { readonly name: CloseReason; readonly advice: CloseAdvice };

const known: ReadonlyMap<number, Known> = new Map(
  Object.entries(gatewayCloseCodes).map(([code, entry]) => [Number(code), entry]),
);

/** The SDK's own. The first is what protocol clients say of a server that speaks nonsense. */
export const ownCloseCodes = { badResponse: 4004, givenUp: 4499 } as const;

/** Every code that is not named, and a line that broke without one, means: come back. */
export function adviceOf(code: number | undefined): CloseAdvice {
  if (code === ownCloseCodes.badResponse) return 'STAY';
  return (code === undefined ? undefined : known.get(code)?.advice) ?? 'RETURN';
}

/** The gateway's name for the code, where it is one of the gateway's. */
export function closeReasonOf(code: number | undefined): CloseReason | undefined {
  return code === undefined ? undefined : known.get(code)?.name;
}

/** After these it may be somebody else who comes back, or one who may see other things: nothing shown before counts. */
const breaking: ReadonlySet<CloseReason | undefined> = new Set(['TOKEN_INVALID', 'SESSIONS_ENDED', 'ROLES_CHANGED']);

/** Whether what was received up to the close still holds for whoever comes back. */
export function keepsPlace(code: number | undefined): boolean {
  return !breaking.has(closeReasonOf(code));
}
