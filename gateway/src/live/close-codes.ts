/**
 * What a client does after a close. RETURN: connect again after a short random wait. RETURN_LATE: after a long one.
 * RENEW: fetch a new token first. STAY: do not connect again by itself.
 */
export type CloseAdvice = 'RETURN' | 'RETURN_LATE' | 'RENEW' | 'STAY';

export type CloseCode = {
  readonly code: number;
  readonly advice: CloseAdvice;
  /** For people who read the table: why this is sent. */
  readonly happened: string;
  readonly toDo: string;
};

/**
 * Why a socket is closed. The one table: docs/close-codes.md and the SDK's own are made of it by `npm run docs:errors`.
 * Codes and names stay as they are; old clients know them.
 */
export const closeCodes = {
  BAD_MESSAGE: {
    code: 4400,
    advice: 'STAY',
    happened: 'A message was not of the protocol, or longer than a message may be.',
    toDo: 'Nothing by itself: the same message would be refused again. Put the client right.',
  },
  TOKEN_INVALID: {
    code: 4401,
    advice: 'RENEW',
    happened:
      'The token is not one of this gateway, or something was subscribed to before the connection was accepted.',
    toDo: 'Fetch a new token and come back; give up when new tokens are refused as well.',
  },
  ORIGIN_REFUSED: {
    code: 4403,
    advice: 'STAY',
    happened: 'The web page that connects is not of an allowed origin.',
    toDo: 'Nothing by itself. Whoever runs the gateway can allow the origin.',
  },
  SUBPROTOCOL: {
    code: 4406,
    advice: 'STAY',
    happened: 'The client does not offer the subprotocol graphql-transport-ws.',
    toDo: 'Nothing by itself. Use a client that speaks it.',
  },
  INIT_TIMEOUT: {
    code: 4408,
    advice: 'RETURN',
    happened: 'connection_init did not come in time.',
    toDo: 'Come back.',
  },
  SUBSCRIBER_EXISTS: {
    code: 4409,
    advice: 'STAY',
    happened: 'An id was used for a second operation while the first still ran.',
    toDo: 'Nothing by itself: it is a mistake of the client.',
  },
  TOKEN_EXPIRED: {
    code: 4411,
    advice: 'RENEW',
    happened: 'The token has run out and was not renewed in place.',
    toDo: 'Fetch a new token and come back, with the position: it is the same viewer.',
  },
  SESSIONS_ENDED: {
    code: 4412,
    advice: 'RENEW',
    happened: 'The viewer has signed out or was suspended, here or elsewhere.',
    toDo: 'Come back only with a token fetched after it. If there is none, show the sign-in.',
  },
  ROLES_CHANGED: {
    code: 4413,
    advice: 'RENEW',
    happened: 'The viewer’s roles are others now.',
    toDo: 'Fetch a new token, which carries them, and come back without the position: what may be seen has changed.',
  },
  GOING_AWAY: {
    code: 4414,
    advice: 'RETURN',
    happened: 'This gateway stops; another one answers.',
    toDo: 'Come back within a second, at a random moment of it.',
  },
  SCHEMA_CHANGED: {
    code: 4415,
    advice: 'RETURN',
    happened: 'The graph has changed in a way that the subscriptions of this connection could not follow.',
    toDo: 'Come back within a second, at a random moment of it.',
  },
  SLOW_CONSUMER: {
    code: 4416,
    advice: 'RETURN',
    happened: 'The client did not read as fast as it was sent to, and has been left too far behind.',
    toDo: 'Come back, with the position: what was missed is sent, or the present state.',
  },
  CONNECTIONS_TOO_MANY: {
    code: 4417,
    advice: 'RETURN_LATE',
    happened: 'The viewer or the address holds as many connections as it may, or the gateway is full.',
    toDo: 'Close what is not needed. Come back after ten seconds at the earliest.',
  },
  INIT_TWICE: {
    code: 4429,
    advice: 'STAY',
    happened: 'connection_init came a second time.',
    toDo: 'Nothing by itself: it is a mistake of the client.',
  },
  INTERNAL: {
    code: 4500,
    advice: 'RETURN',
    happened: 'Something failed inside the gateway; its log says what.',
    toDo: 'Come back.',
  },
} as const satisfies Record<string, CloseCode>;

export type CloseReason = keyof typeof closeCodes;
