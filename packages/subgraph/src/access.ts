import { accessErrors } from '@lectern/errors';
import { isSignedIn, type Viewer } from '@lectern/request-signing';

export type SignedInUser = Extract<Viewer, { kind: 'USER' }>;

/** The signed-in person; throws UNAUTHENTICATED for anyone else. */
export function requireUser(viewer: Viewer): SignedInUser {
  if (!isSignedIn(viewer)) throw accessErrors.make('UNAUTHENTICATED');
  return viewer;
}

/** Whether the viewer is a person with one of the roles. */
export function hasRole(viewer: Viewer, ...roles: readonly string[]): boolean {
  return isSignedIn(viewer) && roles.some((role) => viewer.roles.includes(role));
}

/** The signed-in person with one of the roles; throws UNAUTHENTICATED or FORBIDDEN. */
export function requireRole(viewer: Viewer, ...roles: readonly string[]): SignedInUser {
  const user = requireUser(viewer);
  if (!hasRole(user, ...roles)) throw accessErrors.make('FORBIDDEN');
  return user;
}

/** The name of the service that asks by the internal door; throws FORBIDDEN for people. */
export function requireService(viewer: Viewer): string {
  if (viewer.kind !== 'SERVICE') throw accessErrors.make('FORBIDDEN');
  return viewer.name;
}
