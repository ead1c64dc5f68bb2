import { apiKey } from '@better-auth/api-key';
import type { Logger } from '@lectern/runtime';
import { newId } from '@lectern/runtime';
import { betterAuth } from 'better-auth';
import { APIError, isAPIError } from 'better-auth/api';
import { genericOAuth, jwt } from 'better-auth/plugins';
import { PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { identitySchema } from '../db/schema.ts';
import { admitOidcUser } from '../oidc/admit-oidc-user.ts';
import type { OidcProvider } from '../oidc/oidc-provider.ts';
import type { UserAccess } from '../user/user.ts';
import { authErrors } from './auth.errors.ts';
import { authLog, logAuthFailure } from './auth-log.ts';
import { authTables } from './auth-tables.ts';
import { clientAddressHeader } from './client-address.ts';
import type { MailPasswordReset } from './mail-password-reset.ts';
import { hashPassword, passwordLength, verifyPassword } from './password-hash.ts';
import type { CreateSigningKey } from './signing-keys.ts';

export type AuthSettings = {
  readonly publicUrl: string;
  readonly secret: string;
  readonly trustedOrigins: readonly string[];
  readonly isSignUpOpen: boolean;
  readonly sessionDays: number;
  readonly jwksRotationDays: number;
};

export type AuthDeps = {
  readonly pool: Pool;
  readonly logger: Logger;
  /** Roles and suspension as they are now; null when there is no such account (yet). */
  readonly findAccess: (userId: string) => Promise<UserAccess | null>;
  /** Deletes every session of an account. */
  readonly endSessions: (userId: string) => Promise<void>;
  /** A session was deleted, by sign-out or because it ran out. */
  readonly sessionEnded: (userId: string) => Promise<void>;
  readonly createSigningKey: CreateSigningKey;
  /** Mails the token; undefined where no mail server is configured. */
  readonly mailPasswordReset: MailPasswordReset | undefined;
  /** Takes over work that must not delay an answer. */
  readonly runInBackground: (work: Promise<unknown>) => void;
};

export const authPath = '/api/auth';
export const tokenAudience = 'lectern';
export const tokenMinutes = 10;

const daySeconds = 86_400;
/** How long a replaced key still verifies; tokens live only minutes, so this is for caches and clocks. */
const jwksGraceSeconds = daySeconds;

export type Auth = ReturnType<typeof createAuth>;

/** better-auth with everything Lectern decides differently; `providers` are those whose discovery has answered. */
export function createAuth(settings: AuthSettings, deps: AuthDeps, providers: readonly OidcProvider[]) {
  const { mailPasswordReset } = deps;
  return betterAuth({
    appName: 'Lectern',
    baseURL: settings.publicUrl,
    basePath: authPath,
    secret: settings.secret,
    trustedOrigins: [settings.publicUrl, ...settings.trustedOrigins],
    telemetry: { enabled: false },
    logger: authLog(deps.logger),
    database: {
      dialect: new PostgresDialect({ pool: deps.pool }),
      type: 'postgres',
      schemaName: identitySchema,
      transaction: true,
    },
    advanced: {
      cookiePrefix: 'lectern',
      // Said aloud because better-auth would leave the check out under NODE_ENV=test.
      disableOriginCheck: false,
      database: { generateId: () => newId() },
      // Set by our own route from what the signed request says, so one value, and never the browser's.
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      backgroundTasks: { handler: deps.runInBackground },
    },
    // Limits are our own (sign-in-limits.ts): better-auth's count successes too, which locks out a school behind one address.
    rateLimit: { enabled: false },
    onAPIError: {
      errorURL: `${settings.publicUrl}/sign-in`,
      onError: (error) => maskFailure(error, deps.logger),
    },
    user: { ...authTables.user, validateUserInfo: (data) => admitOidcUser(data, providers) },
    session: {
      ...authTables.session,
      expiresIn: settings.sessionDays * daySeconds,
      updateAge: daySeconds,
    },
    account: {
      ...authTables.account,
      accountLinking: {
        trustedProviders: providers.filter(({ isEmailTrusted }) => isEmailTrusted).map(({ id }) => id),
      },
    },
    verification: authTables.verification,
    emailAndPassword: {
      enabled: true,
      disableSignUp: !settings.isSignUpOpen,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      password: { hash: hashPassword, verify: verifyPassword },
      revokeSessionsOnPasswordReset: true,
      ...(mailPasswordReset && {
        sendResetPassword: ({ user, token }: { user: { id: string; name: string; email: string }; token: string }) =>
          mailPasswordReset(user, token),
      }),
    },
    databaseHooks: databaseHooks(deps),
    plugins: [
      jwt({
        disableSettingJwtHeader: true,
        schema: { jwks: authTables.jwks },
        jwks: {
          keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' },
          rotationInterval: settings.jwksRotationDays * daySeconds,
          gracePeriod: jwksGraceSeconds,
        },
        jwt: {
          issuer: settings.publicUrl,
          audience: tokenAudience,
          expirationTime: `${tokenMinutes}m`,
          definePayload: async ({ user, session }) => ({
            roles: (await requireAccess(deps, user.id)).roles,
            sid: session.id,
          }),
        },
        adapter: { createJwk: deps.createSigningKey },
      }),
      apiKey({
        schema: { apikey: authTables.apikey },
        defaultPrefix: 'lectern_',
        startingCharactersConfig: { charactersLength: 14 },
        requireName: true,
        maximumNameLength: 80,
        keyExpiration: { minExpiresIn: 0, maxExpiresIn: 3_650 },
        // The gateway limits operations by key; better-auth's default is 10 requests a day.
        rateLimit: { enabled: false },
      }),
      genericOAuth({ config: providers.map(oauthConfigOf) }),
    ],
  });
}

function oauthConfigOf(provider: OidcProvider) {
  return {
    providerId: provider.id,
    name: provider.name,
    discoveryUrl: provider.discoveryUrl,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    scopes: provider.scopes,
    disableSignUp: !provider.createsAccounts,
    requireIdTokenVerification: true,
    // Signing out of Lectern is not signing out of the school's mail.
    disableProviderLogout: true,
    mapProfileToUser: (profile: { name?: string | undefined; email?: string | null | undefined }) => ({
      name: profile.name || (profile.email ?? '').split('@')[0] || 'New account',
    }),
  };
}

function databaseHooks(deps: AuthDeps) {
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
      delete: { after: (session: { userId: string }) => deps.sessionEnded(session.userId) },
    },
  };
}

/** The account's roles; throws for a suspended or deleted one. One being made is not visible yet: 'or new' lets it pass. */
async function requireAccess(deps: AuthDeps, userId: string, unknown?: 'or new'): Promise<UserAccess> {
  const access = await deps.findAccess(userId);
  if (access?.isSuspended || (access === null && unknown === undefined)) throw suspended();
  return access ?? { roles: [], isSuspended: false };
}

/** Logs what nobody expected and answers it with a code; left alone, better-auth prints it and answers nothing. */
function maskFailure(error: unknown, logger: Logger): void {
  if (isAPIError(error)) return;
  logAuthFailure(logger, error);
  throw new APIError('INTERNAL_SERVER_ERROR', {
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Something went wrong on our side.',
  });
}

/** Ours, in the class that better-auth answers with its code instead of a 500. */
function suspended(): Error {
  const { message } = authErrors.definitions.ACCOUNT_SUSPENDED;
  return new APIError('FORBIDDEN', { code: 'ACCOUNT_SUSPENDED', message });
}
