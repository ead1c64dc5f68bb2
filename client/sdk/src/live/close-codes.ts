/** What a closing socket's code asks of the client. RENEW: come back with a new token. RETURN: come back. STAY: do not. */
export type CloseAdvice = 'RENEW' | 'RETURN' | 'STAY';

/** By close code: the gateway's own, and those of the protocol that mean a client at fault. */
export const closeAdvice: Readonly<Record<number, CloseAdvice>> = {
  /** Two of graphql-ws itself: the server spoke nonsense. */
  4004: 'STAY',
  4005: 'STAY',
  /** The message is not of the protocol. */
  4400: 'STAY',
  /** Not a token of the gateway's. With the same token it cannot help; a new one, after a change of keys, may. */
  4401: 'RENEW',
  /** The page's origin may not. */
  4403: 'STAY',
  /** No subprotocol in common; an id used twice; too many handshakes. */
  4406: 'STAY',
  4408: 'RETURN',
  4409: 'STAY',
  /** The token has run out, its session has ended, its roles have changed. */
  4411: 'RENEW',
  4412: 'RENEW',
  4413: 'RENEW',
  /** The gateway stops; the schema is another. */
  4414: 'RETURN',
  4415: 'RETURN',
  4429: 'STAY',
  4500: 'RETURN',
};

/** Every code that is not named, and a line that broke without one, means: come back. */
export function adviceOf(code: number | undefined): CloseAdvice {
  return (code === undefined ? undefined : closeAdvice[code]) ?? 'RETURN';
}
