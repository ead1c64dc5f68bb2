import { join } from 'node:path';
import { type ServiceName, type StackPorts, serviceNames } from './ports.ts';
import { repositoryRoot, type StackSecrets, type StackSettings } from './settings.ts';

/** The password of every demo account. It is printed at start, and identity refuses it in production. */
export const demoPassword = 'learn-with-lectern';
export const demoAdminEmail = 'admin@example.com';

export type StackPlan = {
  readonly settings: StackSettings;
  readonly secrets: StackSecrets;
  readonly ports: StackPorts;
};

/** The PostgreSQL schema of each service, owned by a role of its own. */
export const schemaOf: Readonly<Record<ServiceName, string>> = {
  identity: 'identity',
  course: 'course',
  'video-access': 'video_access',
  exam: 'exam',
  reporting: 'reporting',
  scheduler: 'scheduler',
};

const prefixOf: Readonly<Record<ServiceName, string>> = {
  identity: 'IDENTITY',
  course: 'COURSE',
  'video-access': 'VIDEO',
  exam: 'EXAM',
  reporting: 'REPORTING',
  scheduler: 'SCHEDULER',
};

const subgraphs = ['identity', 'course', 'video-access', 'exam', 'reporting'] as const;

export function databaseUrl(plan: StackPlan, service: ServiceName): string {
  const role = `lectern_${schemaOf[service]}`;
  return `postgres://${role}:${plan.secrets.databaseRoles}@127.0.0.1:${plan.ports.postgres}/lectern`;
}

export function serviceUrl(plan: StackPlan, service: ServiceName): string {
  return `http://127.0.0.1:${plan.ports.services[service]}`;
}

/** What every process gets; nothing of the machine's environment but what programs need to run at all. */
function commonEnv({ settings, secrets, ports }: StackPlan): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'];
  const inherited = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    NODE_ENV: 'development',
    // Compiled sources are kept: a later start needs about half the CPU.
    NODE_COMPILE_CACHE: join(settings.dataDir, 'compile-cache'),
    APOLLO_TELEMETRY_DISABLED: '1',
    BETTER_AUTH_TELEMETRY: '0',
    LECTERN_LOG_LEVEL: process.env.LECTERN_LOG_LEVEL ?? 'info',
    LECTERN_LOG_FORMAT: 'json',
    LECTERN_REDIS_PREFIX: 'lectern:local:',
    LECTERN_REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    LECTERN_SIGNING_SECRET: secrets.signing,
    LECTERN_PUBLIC_URL: settings.publicUrl,
  };
}

/** The environment of one service. Variables set by whoever runs `npm start` win, so that anything can be tried out. */
export function serviceEnv(plan: StackPlan, service: ServiceName): Record<string, string> {
  const prefix = prefixOf[service];
  const urls = subgraphs.map((name) => [`LECTERN_${name.toUpperCase().replace('-', '_')}_URL`, serviceUrl(plan, name)]);
  return {
    ...commonEnv(plan),
    [`${prefix}_HOST`]: '127.0.0.1',
    [`${prefix}_PORT`]: `${plan.ports.services[service]}`,
    [`${prefix}_DB_URL`]: databaseUrl(plan, service),
    [`${prefix}_REDIS_URL`]: `redis://127.0.0.1:${plan.ports.redis}`,
    ...Object.fromEntries(urls),
    ...extraEnv(plan)[service],
    ...overrides(`${prefix}_`),
  };
}

function extraEnv(plan: StackPlan): Partial<Record<ServiceName, Record<string, string>>> {
  const { settings, secrets, ports } = plan;
  const smtpUrl = `smtp://127.0.0.1:${ports.smtp}`;
  return {
    identity: {
      IDENTITY_SECRET: secrets.identity,
      IDENTITY_BOOTSTRAP_ADMIN_EMAIL: demoAdminEmail,
      IDENTITY_BOOTSTRAP_ADMIN_PASSWORD: demoPassword,
      IDENTITY_DEMO_PASSWORD: demoPassword,
      IDENTITY_SMTP_URL: smtpUrl,
      IDENTITY_MAIL_FROM: 'Lectern <lectern@example.com>',
      ...(settings.isDev ? { IDENTITY_TRUSTED_ORIGINS: `http://localhost:${ports.web}` } : {}),
    },
    'video-access': { VIDEO_STORAGE_PATH: join(settings.dataDir, 'media') },
    scheduler: {
      SCHEDULER_STORE_URL: databaseUrl(plan, 'scheduler'),
      SCHEDULER_SMTP_URL: smtpUrl,
      SCHEDULER_MAIL_FROM: 'Lectern <lectern@example.com>',
      SCHEDULER_STATE_PATH: join(settings.dataDir, 'scheduler'),
    },
  };
}

export function gatewayEnv(plan: StackPlan): Record<string, string> {
  const { settings, ports } = plan;
  return {
    ...commonEnv(plan),
    GATEWAY_HOST: settings.host,
    GATEWAY_PORT: `${ports.gateway}`,
    GATEWAY_REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    GATEWAY_SUPERGRAPH: join(repositoryRoot, 'schema/supergraph.graphql'),
    GATEWAY_SUBGRAPH_URLS: subgraphs.map((name) => `${name}=${serviceUrl(plan, name)}`).join(','),
    GATEWAY_JWKS_URL: `${serviceUrl(plan, 'identity')}/api/auth/jwks`,
    GATEWAY_API_KEY_LOOKUP: 'identity',
    GATEWAY_SESSION_EVENTS: 'identity.events',
    GATEWAY_ROUTES: '/api/auth=identity,/media=video-access,/files/exports=reporting,/files/illustrations=exam',
    GATEWAY_TRUSTED_DOCUMENTS: join(repositoryRoot, 'client/sdk/src/generated/trusted-documents.json'),
    GATEWAY_WEB_ROOT: join(repositoryRoot, 'client/web/dist'),
    ...(settings.isDev ? { GATEWAY_ORIGINS: `http://localhost:${ports.web}` } : {}),
    ...overrides('GATEWAY_'),
  };
}

export function mailboxEnv(plan: StackPlan): Record<string, string> {
  return {
    ...commonEnv(plan),
    MAILBOX_SMTP_PORT: `${plan.ports.smtp}`,
    MAILBOX_WEB_PORT: `${plan.ports.mailbox}`,
    MAILBOX_DIR: join(plan.settings.dataDir, 'mail'),
  };
}

function overrides(prefix: string): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[0].startsWith(prefix) && entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

/** Folders of the services' workspaces, by name. */
export function workspaceOf(name: ServiceName | 'gateway'): string {
  if (name === 'gateway' || name === 'scheduler') return join(repositoryRoot, name);
  return join(repositoryRoot, 'subgraphs', name);
}

export { serviceNames };
