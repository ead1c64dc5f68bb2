import { type Env, type EnvReader, type LogSettings, readWith } from '@lectern/runtime';
import { demoPassword } from './auth/demo-account.ts';
import { type OidcProvider, readOidcProviders } from './oidc/oidc-provider.ts';

export type IdentityConfig = {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  readonly dbUrl: string;
  readonly dbPoolMax: number;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly signingSecret: string;
  /** Encrypts the private signing keys and signs the session cookies. */
  readonly secret: string;
  /** Where browsers reach the gateway, without a trailing slash. */
  readonly publicUrl: string;
  readonly trustedOrigins: readonly string[];
  readonly isSignUpOpen: boolean;
  readonly oidcProviders: readonly OidcProvider[];
  readonly signInLimits: SignInLimits;
  readonly jwksRotationDays: number;
  readonly sessionDays: number;
  readonly bootstrapAdmin: BootstrapAdmin | undefined;
  readonly mail: MailSettings | undefined;
  readonly log: LogSettings;
};

/** Failed attempts in any 15 minutes. */
export type SignInLimits = {
  /** For one account from one address; ten times as many for one account from all addresses together. */
  readonly perAccount: number;
  /** For one address, whatever the accounts; a school's whole network may be one. */
  readonly perAddress: number;
};

export type BootstrapAdmin = { readonly email: string; readonly password: string };

export type MailSettings = { readonly smtpUrl: string; readonly from: string };

/** The only place that knows the names of identity's environment variables; README.md explains them. */
export function readIdentityConfig(env: Env): IdentityConfig {
  return readWith(env, (read) => {
    const isProduction =
      read.oneOf('NODE_ENV', ['production', 'development', 'test'], { default: 'development' }) === 'production';
    const isSignUpOpen = read.boolean('IDENTITY_OPEN_SIGN_UP', { default: !isProduction });
    refuseDemoInProduction(read, isProduction);
    return {
      isProduction,
      host: read.string('IDENTITY_HOST', { default: '127.0.0.1' }),
      port: read.integer('IDENTITY_PORT', { min: 0, max: 65_535 }),
      dbUrl: read.url('IDENTITY_DB_URL', { protocols: ['postgres', 'postgresql'] }),
      dbPoolMax: read.integer('IDENTITY_DB_POOL_MAX', { default: 10, min: 2, max: 500 }),
      redisUrl: read.url('IDENTITY_REDIS_URL', { protocols: ['redis', 'rediss'] }),
      redisPrefix: read.string('LECTERN_REDIS_PREFIX'),
      signingSecret: read.secret('LECTERN_SIGNING_SECRET', { minLength: 32 }),
      secret: read.secret('IDENTITY_SECRET', { minLength: 32 }),
      publicUrl: read.url('LECTERN_PUBLIC_URL', { protocols: ['http', 'https'] }).replace(/\/+$/, ''),
      trustedOrigins: read.list('IDENTITY_TRUSTED_ORIGINS', { default: [] }),
      isSignUpOpen,
      oidcProviders: readOidcProviders(read, isSignUpOpen),
      signInLimits: {
        perAccount: read.integer('IDENTITY_SIGN_IN_FAILURES_PER_ACCOUNT', { default: 10, min: 1 }),
        perAddress: read.integer('IDENTITY_SIGN_IN_FAILURES_PER_ADDRESS', { default: 300, min: 1 }),
      },
      jwksRotationDays: read.integer('IDENTITY_JWKS_ROTATION_DAYS', { default: 30, min: 1, max: 3_650 }),
      sessionDays: read.integer('IDENTITY_SESSION_DAYS', { default: 7, min: 1, max: 365 }),
      bootstrapAdmin: readBootstrapAdmin(read, isProduction),
      mail: readMail(read),
      log: {
        level: read.oneOf('LECTERN_LOG_LEVEL', logLevels, { default: 'info' }),
        format: read.oneOf('LECTERN_LOG_FORMAT', ['json', 'pretty'], {
          default: process.stdout.isTTY ? 'pretty' : 'json',
        }),
      },
    };
  });
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The embedded stack sets the variable; a production configuration that has it was copied from there. */
function refuseDemoInProduction(read: EnvReader, isProduction: boolean): void {
  if (isProduction && read.optional('IDENTITY_DEMO_PASSWORD') !== undefined) {
    read.problem('IDENTITY_DEMO_PASSWORD', 'must not be set in production: it belongs to the demo school');
  }
}

function readBootstrapAdmin(read: EnvReader, isProduction: boolean): BootstrapAdmin | undefined {
  const email = read.optional('IDENTITY_BOOTSTRAP_ADMIN_EMAIL');
  if (email === undefined && read.optional('IDENTITY_BOOTSTRAP_ADMIN_PASSWORD') === undefined) return undefined;
  const password = read.secret('IDENTITY_BOOTSTRAP_ADMIN_PASSWORD', { minLength: 10 });
  if (email === undefined) read.problem('IDENTITY_BOOTSTRAP_ADMIN_EMAIL', 'is not set, but the password is');
  else if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    read.problem('IDENTITY_BOOTSTRAP_ADMIN_EMAIL', 'must be an e-mail address');
  }
  if (isProduction && password === demoPassword) {
    read.problem('IDENTITY_BOOTSTRAP_ADMIN_PASSWORD', 'must not be the password of the demo school in production');
  }
  return { email: (email ?? '').toLowerCase(), password };
}

function readMail(read: EnvReader): MailSettings | undefined {
  if (read.optional('IDENTITY_SMTP_URL') === undefined) return undefined;
  return {
    smtpUrl: read.url('IDENTITY_SMTP_URL', { protocols: ['smtp', 'smtps'] }),
    from: read.string('IDENTITY_MAIL_FROM'),
  };
}
