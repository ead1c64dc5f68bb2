import { APIError } from 'better-auth/api';
import type { UserAccess } from '../user/user.ts';
import { authErrors } from './auth.errors.ts';
import type { AuthDeps } from './auth.ts';

/** What happens around better-auth's own writes. */
export function databaseHooks(deps: AuthDeps) {
  // We never call a provider for a person, so its tokens would only be something to lose.
  const withoutProviderTokens = async () => ({
    data: {
      accessToken: null,
      refreshToken: null,
      idToken: null,
      accessTokenExpiresAt: null,
      refreshTokenExpiresAt: null,
    },
  });
  return {
    account: { create: { before: withoutProviderTokens }, update: { before: withoutProviderTokens } },
    session: {
      create: {
        before: async (session: { userId: string }) => {
          await requireAccess(deps, session.userId, 'or new');
        },
        // A suspension between the check and the insert found no session to end; it is committed by now.
        after: async (session: { userId: string }) => {
          const access = await deps.findAccess(session.userId);
          if (!access?.isSuspended) return;
          await deps.endSessions(session.userId);
          throw suspended();
        },
      },
      delete: { after: (session: { id: string; userId: string }) => deps.sessionEnded(session.userId, session.id) },
    },
  };
}

/** The account's roles; throws for a suspended or deleted one. One being made is not visible yet: 'or new' lets it pass. */
export async function requireAccess(deps: AuthDeps, userId: string, unknown?: 'or new'): Promise<UserAccess> {
  const access = await deps.findAccess(userId);
  if (access?.isSuspended || (access === null && unknown === undefined)) throw suspended();
  return access ?? { roles: [], isSuspended: false };
}

/** Ours, in the class that better-auth answers with its code instead of a 500. */
function suspended(): Error {
  const { message } = authErrors.definitions.ACCOUNT_SUSPENDED;
  return new APIError('FORBIDDEN', { code: 'ACCOUNT_SUSPENDED', message });
}
