/** Why a socket is closed, by WebSocket close code, and whether its client should connect again. */
export const closeCodes = {
  BAD_MESSAGE: { code: 4400, comesBack: false },
  TOKEN_INVALID: { code: 4401, comesBack: false },
  ORIGIN_REFUSED: { code: 4403, comesBack: false },
  INIT_TIMEOUT: { code: 4408, comesBack: true },
  /** Fetch a new token first. */
  TOKEN_EXPIRED: { code: 4411, comesBack: true },
  /** Sign-out or suspension. Come back only with a token fetched after it. */
  SESSIONS_ENDED: { code: 4412, comesBack: true },
  /** Fetch a new token first: it carries the new roles. */
  ROLES_CHANGED: { code: 4413, comesBack: true },
  /** This gateway stops; another one answers. Wait a random moment. */
  GOING_AWAY: { code: 4414, comesBack: true },
  SCHEMA_CHANGED: { code: 4415, comesBack: true },
  INTERNAL: { code: 4500, comesBack: true },
} as const satisfies Record<string, { readonly code: number; readonly comesBack: boolean }>;

export type CloseReason = keyof typeof closeCodes;
