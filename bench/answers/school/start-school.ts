import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type RunningPostgres, type RunningRedis } from '@lectern/embedded-services';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { type ServiceName, serviceSpecs } from './service-specs.ts';
import { databaseUrl, type KeptStore, keepPostgres, keepRedis, prepareSchemas } from './stores.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

/** A school of its own on this machine: stores, services and gateway, each a process, all on loopback. */
export type School = AsyncDisposable & {
  /** Where the gateway is. */
  readonly url: string;
  readonly postgres: KeptStore<RunningPostgres>;
  readonly redis: KeptStore<RunningRedis>;
  readonly redisPrefix: string;
  /** For the superuser. */
  readonly databaseUrl: string;
  readonly issuer: TokenIssuer;
  readonly services: Readonly<Record<ServiceName, ServiceProcess>>;
  /** For whatever a run writes; gone with the school. */
  readonly folder: string;
  /** A second process of the exam, at another port. */
  startAnotherExam(): Promise<ServiceProcess>;
};

export type SchoolOptions = {
  /** Flags of Node for single services. */
  readonly nodeFlags?: Partial<Record<ServiceName, readonly string[]>>;
  /** Where the gateway looks for the exam, in place of the exam itself. */
  readonly examUrl?: string;
  readonly postgresSettings?: readonly string[];
  readonly examPort?: number;
};

const postgresSettings = ['shared_buffers=1GB', 'max_wal_size=4GB', 'checkpoint_timeout=15min'];

export async function startSchool(options: SchoolOptions = {}): Promise<School> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-answers-'));
  // PostgreSQL may run as another account, which has to get in.
  chmodSync(folder, 0o755);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  mkdirSync(join(folder, 'logs'));
  const postgres = stack.use(await keepPostgres(folder, options.postgresSettings ?? postgresSettings));
  stack.defer(() => rmSync(postgres.current().dataDir, { recursive: true, force: true }));
  const redis = stack.use(await keepRedis());
  await prepareSchemas(postgres.url);

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const issuer = stack.use(await startTokenIssuer(url));
  const ports = { gateway: port, exam: options.examPort ?? (await freePort()) };
  const redisPrefix = 'bench:';
  const spec = await serviceSpecs({
    url,
    folder,
    ports,
    options,
    redisPrefix,
    jwksUrl: issuer.jwksUrl,
    postgresUrl: postgres.url,
    redisUrl: redis.url,
  });
  const start = async (name: ServiceName) => stack.use(await startServiceProcess(spec(name)));
  const [identity, course, exam, reporting] = await Promise.all([
    start('identity'),
    start('course'),
    start('exam'),
    start('reporting'),
  ]);
  const gateway = await start('gateway');
  const anotherPort = await freePort();
  const owned = stack.move();
  return {
    url,
    postgres,
    redis,
    redisPrefix,
    databaseUrl: databaseUrl(postgres.url),
    issuer,
    folder,
    services: { identity, course, exam, reporting, gateway },
    startAnotherExam: async () => owned.use(await startServiceProcess(spec('exam', anotherPort))),
    async [Symbol.asyncDispose]() {
      await owned.disposeAsync();
      remove();
      process.off('exit', remove);
    },
  };
}
