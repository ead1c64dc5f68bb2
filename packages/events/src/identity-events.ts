import type { StreamEvent } from './streams.ts';

export type UserRolesChanged = StreamEvent<
  'identity.user.roles-changed.v1',
  { readonly userId: string; readonly roles: readonly string[] }
>;

/**
 * Open sockets must close and tokens no longer count: those of the session `sessionId`, which was signed out or revoked;
 * without it, everything of the account (suspension, changed roles).
 */
export type UserSessionsEnded = StreamEvent<
  'identity.user.sessions-ended.v1',
  { readonly userId: string; readonly sessionId?: string }
>;

export type IdentityEvent = UserRolesChanged | UserSessionsEnded;
