import { createTopicPublisher } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import { Redis } from 'ioredis';
import pg from 'pg';
import { steadyMs } from '../clients/steady-clock.ts';
import { boardState, resultState } from '../subgraph/states.ts';

/** Who changes what is shown: first in PostgreSQL, then on the topic, as the product's services do. */
export type Topics = AsyncDisposable & {
  /** The next state of a board; resolves to its revision. */
  publishBoard(id: string): Promise<number>;
  revisionOf(board: string): number;
  /** The next state of a viewer's result. */
  publishResult(number: number): Promise<void>;
  /** Results for viewers of these numbers. */
  addResults(from: number, count: number): Promise<void>;
  /** Channels of Redis that have a subscriber. */
  channels(kind: 'board' | 'result'): Promise<number>;
};

type TopicsOptions = { readonly databaseUrl: string; readonly redisUrl: string; readonly prefix: string };

const resultKeptSeconds = 600;

export async function openTopics({ databaseUrl, redisUrl, prefix }: TopicsOptions): Promise<Topics> {
  await using stack = new AsyncDisposableStack();
  const pool = stack.adopt(new pg.Pool({ connectionString: databaseUrl, max: 4 }), (opened) => opened.end());
  pool.on('error', () => undefined);
  await pool.query('create table board (id text primary key, state jsonb not null)');
  await pool.query('create table result (id text primary key, viewer_id text not null, state jsonb not null)');
  const logger = createLogger('bench', { level: 'warn', format: 'json' });
  const publisher = stack.use(await createTopicPublisher({ redisUrl, prefix, logger }));
  const redis = stack.adopt(new Redis(redisUrl), (opened) => opened.disconnect());
  const revisions = new Map<string, number>();
  const resultRevisions = new Map<number, number>();
  const owned = stack.move();
  return {
    revisionOf: (id) => revisions.get(id) ?? 0,
    async publishBoard(id) {
      const revision = (revisions.get(id) ?? 0) + 1;
      revisions.set(id, revision);
      const state = boardState(id, revision, steadyMs());
      await pool.query({
        name: 'publish',
        text: 'insert into board values ($1, $2) on conflict (id) do update set state = excluded.state',
        values: [id, JSON.stringify(state)],
      });
      // From here on it is the way of a live update; what came before is PostgreSQL's.
      await publisher.publish(`board.${id}`, { ...state, sentAt: steadyMs() });
      return revision;
    },
    async publishResult(number) {
      const revision = (resultRevisions.get(number) ?? 0) + 1;
      resultRevisions.set(number, revision);
      const state = resultState(`${number}`, revision, steadyMs());
      await pool.query({
        name: 'publish-result',
        text: 'update result set state = $2 where id = $1',
        values: [`${number}`, JSON.stringify(state)],
      });
      await publisher.publish(`result.${number}`, { ...state, sentAt: steadyMs() }, resultKeptSeconds);
    },
    async addResults(from, count) {
      await pool.query(
        `insert into result
         select number, 'viewer-' || number, json_build_object(
           'id', number, 'revision', 0, 'sentAt', 0, 'points', 0, 'pointsMax', 100, 'isPassed', false)
         from generate_series($1::int, $2::int) number on conflict do nothing`,
        [from, from + count - 1],
      );
    },
    channels: async (kind) => (await redis.pubsub('CHANNELS', `${prefix}live:${kind}.*`)).length,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
