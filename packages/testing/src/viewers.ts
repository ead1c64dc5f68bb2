import type { Viewer } from '@lectern/request-signing';

/** The signing secret of every service under test. */
export const testSigningSecret = 'a-signing-secret-for-tests-only-0123456789';

/** A signed-in viewer as the gateway would vouch for. */
export function userViewer(id: string, ...roles: readonly string[]): Viewer {
  return { kind: 'USER', id, roles, via: `test-session-of-${id}` };
}

/** Another service of ours, asking for itself. */
export function serviceViewer(name: string): Viewer {
  return { kind: 'SERVICE', name };
}
