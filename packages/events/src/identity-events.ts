import type { StreamEvent } from './streams.ts';

export type UserRolesChanged = StreamEvent<
  'identity.user.roles-changed.v1',
  { readonly userId: string; readonly roles: readonly string[] }
>;

/** Sign-out, suspension or expiry of all sessions of an account: open sockets of the viewer must close. */
export type UserSessionsEnded = StreamEvent<'identity.user.sessions-ended.v1', { readonly userId: string }>;

export type IdentityEvent = UserRolesChanged | UserSessionsEnded;
