import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureRedis, startPostgres, startRedis } from '@lectern/embedded-services';
import { ConfigError } from '@lectern/runtime';
import { gatewayNode } from '../bin/gateway-node.mjs';
import { writeAddressFile } from './address-file.ts';
import { claimDataDir } from './data-dir-claim.ts';
import { prepareDatabase } from './database.ts';
import { keepStore } from './keep-store.ts';
import { choosePorts } from './ports.ts';
import type { Screen } from './screen.ts';
import { gatewayEnv, mailboxEnv, type StackPlan, serviceEnv, serviceNames, workspaceOf } from './service-env.ts';
import { readOrMakeSecrets, repositoryRoot, type StackSettings } from './settings.ts';
import { type Supervised, supervise } from './supervise.ts';
import { untilReady } from './until-ready.ts';
import { buildBundle, staleBundles } from './web-build.ts';

export type RunningStack = AsyncDisposable & {
  readonly plan: StackPlan;
  readonly processes: readonly Supervised[];
};

/**
 * Starts everything on this machine and returns when the gateway answers. Released last-in-first-out, also when the
 * start fails or is called off by the signal.
 */
export async function startStack(settings: StackSettings, screen: Screen, signal: AbortSignal): Promise<RunningStack> {
  await using resources = new AsyncDisposableStack();
  const { dataDir } = settings;
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  resources.defer(claimDataDir(dataDir));
  const redisProgram = ensureRedis(screen.line);
  const plan: StackPlan = {
    settings,
    secrets: readOrMakeSecrets(dataDir),
    ports: await choosePorts(settings.port),
  };
  // In development the web app comes from Vite's own server.
  const stale = staleBundles().filter((workspace) => !settings.isDev || workspace !== 'client/web');
  await Promise.all([
    screen.step('PostgreSQL and Redis', () => startStores(plan, redisProgram, resources, screen)),
    buildAll(stale, screen, signal),
  ]);
  signal.throwIfAborted();
  const processes = await screen.step('Services and their migrations', () =>
    startProcesses(plan, resources, screen, signal),
  );
  writeAddressFile(plan);
  const release = resources.move();
  return { plan, processes, [Symbol.asyncDispose]: () => release.disposeAsync() };
}

async function startStores(
  plan: StackPlan,
  redisProgram: string,
  resources: AsyncDisposableStack,
  screen: Screen,
): Promise<void> {
  const { settings, secrets, ports } = plan;
  const redisOptions = { program: redisProgram, port: ports.redis, dataDir: join(settings.dataDir, 'redis') };
  resources.use(await keepStore('Redis', () => startRedis(redisOptions), screen));
  const postgresOptions = {
    dataDir: join(settings.dataDir, 'postgres'),
    port: ports.postgres,
    password: secrets.postgres,
    isDurable: true,
    settings: ['shared_buffers=256MB', 'max_wal_size=2GB'],
  };
  const kept = resources.use(await keepStore('PostgreSQL', () => startPostgres(postgresOptions), screen));
  const postgres = kept.current();
  if (postgres.dataDir !== join(settings.dataDir, 'postgres')) {
    screen.line(`  PostgreSQL’s data are in ${postgres.dataDir}: its account may not enter ${settings.dataDir}`);
  }
  await prepareDatabase(plan, postgres.url);
}

async function buildAll(stale: readonly string[], screen: Screen, signal: AbortSignal): Promise<void> {
  for (const workspace of stale) {
    await screen.step(`Building ${workspace} (once after a change)`, () => buildBundle(workspace, signal));
  }
}

async function startProcesses(
  plan: StackPlan,
  resources: AsyncDisposableStack,
  screen: Screen,
  signal: AbortSignal,
): Promise<readonly Supervised[]> {
  const { dataDir } = plan.settings;
  const refused = Promise.withResolvers<never>();
  refused.promise.catch(() => undefined);
  const refuse = (name: string) => refused.reject(new ConfigError(`${name} refuses its configuration; see above.`));
  const start = (name: string, cwd: string, args: readonly string[], env: Record<string, string>) => {
    const logFile = join(dataDir, 'logs', `${name}.log`);
    const command = process.execPath;
    const supervised = supervise({ name, command, args, cwd, env, logFile }, screen, refuse);
    resources.defer(() => supervised.stop());
    return supervised;
  };
  const node = ['--disable-warning=ExperimentalWarning'];
  const mailbox = join(import.meta.dirname, 'mailbox.ts');
  const processes = [start('mailbox', repositoryRoot, [...node, mailbox], mailboxEnv(plan))];
  for (const name of serviceNames) {
    processes.push(start(name, workspaceOf(name), [...node, 'src/main.ts'], serviceEnv(plan, name)));
  }
  const env = { ...gatewayNode.env, ...gatewayEnv(plan) };
  processes.push(start('gateway', workspaceOf('gateway'), [...gatewayNode.flags, 'src/main.ts'], env));
  const calledOff = new AbortController();
  const ready = untilReady(plan, screen, AbortSignal.any([signal, calledOff.signal]));
  await Promise.race([ready, refused.promise]).finally(() => calledOff.abort());
  return processes;
}
