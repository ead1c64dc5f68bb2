import { type StreamName, streamNames } from '@lectern/events';
import { appendToOutbox, createOrm, outboxTableSql, transaction } from '@lectern/postgres';
import { createLogger, createMetrics, type Metrics } from '@lectern/runtime';
import { type TestRedis, testDatabase, testRedis } from '@lectern/testing';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { type OutboxRelayOptions, startOutboxRelay, streamKey } from '../src/index.ts';

export const schema = 'shop';
export const stream = streamNames.exam;
export const logger = createLogger('event-stream-test', {
  level: process.env.LECTERN_LOG_LEVEL ?? 'silent',
  format: 'json',
});

export type Shop = AsyncDisposable & {
  readonly dbUrl: string;
  /** Another Redis than the run's, when given. */
  readonly redisUrl: string;
  readonly prefix: string;
  readonly redis: Redis;
  readonly client: Client;
  /** Commits one transaction that appends events whose payloads carry these numbers. */
  commit(...numbers: readonly number[]): Promise<void>;
  /** The same on another stream. */
  commitTo(name: StreamName, ...numbers: readonly number[]): Promise<void>;
  /** Entries of the stream, oldest first. */
  entries(): Promise<readonly { readonly id: string; readonly number: number }[]>;
  numbers(name?: StreamName): Promise<readonly number[]>;
  relay(options?: Partial<OutboxRelayOptions>): Promise<AsyncDisposable>;
};

/** A service that has an outbox and nothing else. */
export async function testShop(redisUrl?: string): Promise<Shop> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase('event-stream', migrate));
  const shared: TestRedis = stack.use(await testRedis());
  const dbUrl = database.url;
  const orm = await createOrm({ url: dbUrl, schema, entities: [], migrations: [] });
  stack.defer(() => orm.close(true));
  const client = new Client({ connectionString: dbUrl });
  client.on('error', () => undefined);
  await client.connect();
  stack.defer(() => client.end());
  const url = redisUrl ?? shared.url;
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  stack.defer(() => redis.disconnect());
  const resources = stack.move();
  const entries = async (name: StreamName = stream) =>
    (await redis.xrange(streamKey(shared.prefix, name), '-', '+')).map(readEntry);
  const commitTo = async (name: StreamName, ...numbers: readonly number[]) =>
    transaction(orm.em.fork(), async (em) => {
      for (const number of numbers) await appendToOutbox(em, schema, name, { type: eventType, payload: { number } });
    });
  return {
    dbUrl,
    redisUrl: url,
    prefix: shared.prefix,
    redis,
    client,
    entries,
    numbers: async (name) => (await entries(name)).map(({ number }) => number),
    commitTo,
    commit: (...numbers) => commitTo(stream, ...numbers),
    relay: (options) =>
      startOutboxRelay({
        dbUrl,
        schema,
        redisUrl: url,
        prefix: shared.prefix,
        logger,
        metrics: testMetrics(),
        ...options,
      }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

export const eventType = 'shop.number.said.v1';

export function testMetrics(): Metrics {
  return createMetrics('event-stream-test');
}

/** The value of one metric as Prometheus would scrape it; undefined when there is none. */
export async function metricOf(metrics: Metrics, line: RegExp): Promise<number | undefined> {
  const text = await metrics.registry.metrics();
  const found = text.split('\n').find((candidate) => line.test(candidate));
  return found === undefined ? undefined : Number(found.split(' ').at(-1));
}

function readEntry([, fields]: [string, string[]]): { id: string; number: number } {
  const facts: Record<string, string> = {};
  for (let index = 0; index < fields.length; index += 2) facts[fields[index] ?? ''] = fields[index + 1] ?? '';
  const payload: unknown = JSON.parse(facts.payload ?? '{}');
  const number = typeof payload === 'object' && payload !== null && 'number' in payload ? Number(payload.number) : -1;
  return { id: facts.id ?? '', number };
}

async function migrate(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create schema ${schema}; ${outboxTableSql(schema)}`);
  } finally {
    await client.end();
  }
}
