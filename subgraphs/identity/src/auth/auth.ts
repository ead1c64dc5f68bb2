import type { Logger } from '@lectern/runtime';
import { newId } from '@lectern/runtime';
import { betterAuth } from 'better-auth';
import { APIError, isAPIError } from 'better-auth/api';
import { PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { identitySchema } from '../db/schema.ts';
import { admitOidcUser } from '../oidc/admit-oidc-user.ts';
import type { OidcProvider } from '../oidc/oidc-provider.ts';
import type { UserAccess } from '../user/user.ts';
import { databaseHooks } from './auth-hooks.ts';
import { authLog, logAuthFailure } from './auth-log.ts';
import { accessTokens, apiKeys, oidcSignIn } from './auth-plugins.ts';
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
  readonly sessionEnded: (userId: string, sessionId: string) => Promise<void>;
  readonly createSigningKey: CreateSigningKey;
  /** Mails the token; undefined where no mail server is configured. */
  readonly mailPasswordReset: MailPasswordReset | undefined;
  /** Takes over work that must not delay an answer. */
  readonly runInBackground: (work: Promise<unknown>) => void;
};

export const authPath = '/api/auth';

const daySeconds = 86_400;

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
    // Limits are our own (attempt-limits.ts): better-auth's count successes too, which locks out a school behind one address.
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
    plugins: [accessTokens(settings, deps), apiKeys(), oidcSignIn(providers)],
  });
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
