import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import type { RunningRedis } from '@lectern/embedded-services';
import { parse } from 'graphql';
import { type KeptStore, keepPostgres, keepRedis } from '../../answers/school/stores.ts';
import { startTokenIssuer, type TokenIssuer } from '../../answers/school/token-issuer.ts';
import { type Asked, startAsked } from '../../gateway/processes/child.ts';
import type { SubgraphQuestion, SubgraphReport } from '../subgraph/main.ts';
import { boardSdl } from '../subgraph/sdl.ts';
import { openTopics, type Topics } from './topics.ts';

/** What every server finds when it starts. */
export type Stage = AsyncDisposable & {
  readonly folder: string;
  readonly supergraph: string;
  readonly subgraphUrl: string;
  readonly signingSecret: string;
  readonly issuer: TokenIssuer;
  readonly redis: KeptStore<RunningRedis>;
  readonly redisPrefix: string;
  readonly topics: Topics;
  /** Statements that PostgreSQL has been asked so far. */
  queries(): Promise<number>;
};

const issuerUrl = 'http://lectern.bench';
const redisPrefix = 'bench:';

export async function openStage(): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-live-'));
  // PostgreSQL may run as another account, which has to get in.
  chmodSync(folder, 0o755);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  mkdirSync(join(folder, 'logs'));
  const postgres = stack.use(await keepPostgres(folder, []));
  stack.defer(() => rmSync(postgres.current().dataDir, { recursive: true, force: true }));
  const redis = stack.use(await keepRedis());
  const issuer = stack.use(await startTokenIssuer(issuerUrl));
  const topics = stack.use(await openTopics({ databaseUrl: postgres.url, redisUrl: redis.url, prefix: redisPrefix }));
  const subgraph: Asked<SubgraphQuestion, SubgraphReport> = stack.use(
    startAsked(join(import.meta.dirname, '../subgraph/main.ts')),
  );
  const signingSecret = randomBytes(32).toString('hex');
  const { url } = await subgraph.ask({ kind: 'open', databaseUrl: postgres.url, signingSecret });
  const supergraph = join(folder, 'supergraph.graphql');
  await writeFile(supergraph, compose(url));
  const owned = stack.move();
  return {
    folder,
    supergraph,
    subgraphUrl: url,
    signingSecret,
    issuer,
    redis,
    redisPrefix,
    topics,
    queries: async () => (await subgraph.ask({ kind: 'report' })).queries,
    async [Symbol.asyncDispose]() {
      await owned.disposeAsync();
      remove();
      process.off('exit', remove);
    },
  };
}

function compose(url: string): string {
  const { supergraphSdl, errors } = composeServices([
    { name: 'boards', url: `${url}/graphql`, typeDefs: parse(boardSdl) },
  ]);
  if (supergraphSdl === undefined) throw new Error(`the live graph does not compose: ${errors?.join('; ')}`);
  return supergraphSdl;
}
