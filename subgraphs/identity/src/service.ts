import { startOutboxRelay } from '@lectern/event-stream';
import { isUsable, migrate } from '@lectern/postgres';
import {
  type Clock,
  createLogger,
  createMetrics,
  type HttpService,
  type Logger,
  type Metrics,
  newId,
  type Service,
  systemClock,
} from '@lectern/runtime';
import { readTypeDefs } from '@lectern/schema';
import { startSubgraph } from '@lectern/subgraph';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { isApiKeyLive } from './api-key/api-key.queries.ts';
import { createApiKeyStore } from './auth/api-key-store.ts';
import { createAttemptLimits } from './auth/attempt-limits.ts';
import { mountAuthRoutes } from './auth/auth.routes.ts';
import type { AuthDeps } from './auth/auth.ts';
import { createBackground } from './auth/background.ts';
import { createPasswordResetMailer } from './auth/mail-password-reset.ts';
import { startPurge } from './auth/purge-expired.ts';
import { createSigningKeys } from './auth/signing-keys.ts';
import { type RunningAuth, startAuth } from './auth/start-auth.ts';
import type { IdentityConfig } from './config.ts';
import { createIdentityOrm } from './db/orm.ts';
import { identitySchema } from './db/schema.ts';
import type { RequestDeps } from './deps.ts';
import { createIdentityEvents, type IdentityEvents } from './events.ts';
import { createUserLoader } from './graphql/loaders.ts';
import { resolvers } from './graphql/resolvers.ts';
import { bootstrapAdmin } from './user/bootstrap-admin.ts';
import { endSessions, isSessionLive, noteSessionEnded } from './user/sessions.ts';
import { findUser, findUserAccess } from './user/user.queries.ts';

export type IdentityOverrides = {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Milliseconds between attempts to reach OIDC providers that did not answer. */
  readonly oidcRetryMs?: number;
};

type Wiring = {
  readonly config: IdentityConfig;
  readonly stack: AsyncDisposableStack;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly events: IdentityEvents;
  readonly orm: MikroORM;
  readonly redis: Redis;
};

/** Starts identity: migrates, makes the first admin if configured, and serves the graph and `/api/auth`. */
export async function startIdentityService(
  config: IdentityConfig,
  overrides: IdentityOverrides = {},
): Promise<Service> {
  await using stack = new AsyncDisposableStack();
  const logger = overrides.logger ?? createLogger('identity', config.log);
  const metrics = createMetrics('identity');
  const orm = stack.adopt(await createIdentityOrm(config, logger), (used) => used.close(true));
  await migrate(orm);
  const wiring: Wiring = {
    config,
    stack,
    logger,
    clock: overrides.clock ?? systemClock,
    metrics,
    events: createIdentityEvents(logger, metrics),
    orm,
    redis: connectRedis(config, logger, stack),
  };
  await makeFirstAdmin(wiring);
  const auth = await wireAuth(wiring, overrides.oidcRetryMs);
  await startRelay(wiring);
  stack.use(startPurge(() => orm.em.fork(), logger));
  const { url } = stack.use(await serve(wiring, auth));
  const resources = stack.move();
  return { url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

function connectRedis(config: IdentityConfig, logger: Logger, stack: AsyncDisposableStack): Redis {
  // Limits must not make sign-in wait for a Redis that is away: commands fail at once and each replica counts alone.
  const redis = new Redis(config.redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 2_000,
  });
  redis.on('error', (error) => logger.warn({ err: error }, 'Redis'));
  return stack.adopt(redis, (used) => used.disconnect());
}

async function makeFirstAdmin({ config, orm, logger }: Wiring): Promise<void> {
  if (!config.bootstrapAdmin) return;
  const outcome = await bootstrapAdmin(orm.em.fork(), config.bootstrapAdmin);
  if (outcome !== 'NOT_NEEDED') logger.info({ event: 'admin-bootstrapped', outcome }, 'made the first admin');
}

async function wireAuth({ config, stack, logger, orm }: Wiring, retryMs: number | undefined): Promise<RunningAuth> {
  const pool = new Pool({
    connectionString: config.dbUrl,
    max: config.dbPoolMax,
    application_name: 'lectern-identity-auth',
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection was lost'));
  stack.adopt(pool, (used) => used.end());
  const background = stack.use(createBackground(logger));
  const mailer =
    config.mail &&
    stack.use(
      createPasswordResetMailer(
        config.mail,
        config.publicUrl,
        async (id) => (await findUser(orm.em.fork(), id))?.locale,
      ),
    );
  const deps: AuthDeps = {
    pool,
    logger,
    findAccess: (userId) => findUserAccess(orm.em.fork(), userId),
    endSessions: (userId) => endSessions(orm.em.fork(), userId),
    sessionEnded: (userId, sessionId) => noteSessionEnded(orm.em.fork(), userId, sessionId),
    createSigningKey: createSigningKeys(pool, () => newId()),
    mailPasswordReset: mailer?.mail,
    runInBackground: background.run,
  };
  const auth = await startAuth({
    settings: config,
    deps,
    providers: config.oidcProviders,
    logger,
    ...(retryMs === undefined ? {} : { retryMs }),
  });
  stack.use(auth);
  // The first key is made now, and not by whichever request comes first.
  await auth.current().api.getJwks();
  return auth;
}

async function startRelay({ config, stack, logger, metrics }: Wiring): Promise<void> {
  stack.use(
    await startOutboxRelay({
      dbUrl: config.dbUrl,
      schema: identitySchema,
      redisUrl: config.redisUrl,
      prefix: config.redisPrefix,
      logger,
      metrics,
    }),
  );
}

function serve(
  { config, logger, metrics, clock, events, orm, redis }: Wiring,
  auth: RunningAuth,
): Promise<HttpService> {
  const { redisPrefix, signInLimits, publicUrl, isProduction, isSignUpOpen, mail } = config;
  const limits = createAttemptLimits({ redis, redisPrefix, signIn: signInLimits });
  const findAccess = (userId: string) => findUserAccess(orm.em.fork(), userId);
  const serviceDeps = {
    clock,
    events,
    findAccess,
    ...createApiKeyStore(auth.current, (hash) => isApiKeyLive(orm.em.fork(), hash)),
  };
  const signInOptions = () => ({
    providers: auth.providers().map(({ id, name }) => ({ id, name })),
    isSignUpOpen,
    isPasswordResetOffered: mail !== undefined,
  });
  return startSubgraph<RequestDeps>({
    name: 'identity',
    typeDefs: readTypeDefs('identity'),
    resolvers,
    signingSecret: config.signingSecret,
    host: config.host,
    port: config.port,
    logger,
    metrics,
    checks: { database: () => isUsable(orm), redis: () => redis.ping() },
    createContext({ viewer }) {
      const em = orm.em.fork();
      return { ...serviceDeps, viewer, em, userById: createUserLoader(em) };
    },
    routes: (app, door) =>
      mountAuthRoutes(app, door, {
        auth: auth.current,
        limits,
        events,
        publicUrl,
        isProduction,
        signInOptions,
        isSessionLive: (token) => isSessionLive(orm.em.fork(), token),
      }),
  });
}
