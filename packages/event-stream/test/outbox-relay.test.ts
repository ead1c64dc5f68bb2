import { expect, it } from '@jest/globals';
import { startRedisServer, waitFor } from '@lectern/testing';
import { streamKey } from '../src/index.ts';
import { metricOf, type Shop, schema, stream, testMetrics, testShop } from './_outbox.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

function waitForNumbers(shop: Shop, expected: readonly number[]): Promise<unknown> {
  return waitFor(`${expected.length} entries`, async () => (await shop.numbers()).length >= expected.length);
}

async function waitForMarks(shop: Shop): Promise<void> {
  await waitFor('all rows to be marked', async () => {
    const result = await shop.client.query(`select 1 from ${schema}.outbox where relayed_at is null`);
    return result.rowCount === 0;
  });
}

it('keeps the order of commits, also over several batches', async () => {
  await using shop = await testShop();
  await shop.commit(...upTo(450));
  await using _relay = await shop.relay();
  await waitForNumbers(shop, upTo(450));
  await shop.commit(450);
  await shop.commit(451);
  await waitForNumbers(shop, upTo(452));
  expect(await shop.numbers()).toEqual(upTo(452));
});

it('relays within milliseconds of the commit, not at the next poll', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  await shop.commit(0);
  await waitForNumbers(shop, [0]);
  const times: number[] = [];
  for (const count of [1, 2, 3, 4, 5]) {
    await shop.commit(count);
    const startedAt = performance.now();
    await waitForNumbers(shop, upTo(count + 1));
    times.push(performance.now() - startedAt);
  }
  // Each commit comes just after a poll, and polls are 1,000 ms apart: three of five far below it cannot be luck.
  expect(times.toSorted((a, b) => a - b)[2]).toBeLessThan(500);
});

it('gathers what is committed within a tenth of a second', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  const startedAt = performance.now();
  for (const number of upTo(40)) await shop.commit(number);
  await waitForNumbers(shop, upTo(40));
  const tenths = (performance.now() - startedAt) / 100;
  const entries = await shop.redis.xrange(streamKey(shop.prefix, stream), '-', '+');
  // What is appended together has one time, which its ids begin with. Two more: the poll, and a part of a tenth.
  expect(new Set(entries.map(([id]) => id.split('-')[0])).size).toBeLessThanOrEqual(tenths + 2);
});

it('relays what was committed before it started, and gives id, type, time and payload', async () => {
  await using shop = await testShop();
  await shop.commit(7);
  await using _relay = await shop.relay();
  await waitForNumbers(shop, [7]);
  const [[, fields] = ['', []]] = await shop.redis.xrange(streamKey(shop.prefix, stream), '-', '+');
  expect(fields).toEqual([
    'id',
    expect.stringMatching(/^[0-9a-f-]{36}$/),
    'type',
    'shop.number.said.v1',
    'occurredAt',
    expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    'payload',
    '{"number": 7}',
  ]);
});

it('publishes again with the same id after a crash between appending and marking', async () => {
  await using shop = await testShop();
  await shop.client.query(`
    create function ${schema}.crash() returns trigger language plpgsql as 'begin raise exception ''crash''; end';
    create trigger crash before update on ${schema}.outbox execute function ${schema}.crash();
  `);
  await using _relay = await shop.relay();
  await shop.commit(1);
  await waitForNumbers(shop, [1, 1]);
  await shop.client.query(`drop trigger crash on ${schema}.outbox`);
  await waitForMarks(shop);
  await shop.commit(2);
  await waitFor('the next one', async () => (await shop.numbers()).includes(2));
  const entries = await shop.entries();
  expect(new Set(entries.map(({ id }) => id)).size).toBe(2);
  expect(entries.map(({ number }) => number)).toEqual([...entries.slice(0, -1).map(() => 1), 2]);
});

it('publishes the kept rows again when Redis was emptied, in their order', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  await shop.commit(...upTo(5));
  await waitForNumbers(shop, upTo(5));
  await waitForMarks(shop);
  const before = await shop.entries();
  await shop.redis.unlink(await shop.redis.keys(`${shop.prefix}*`));
  await waitForNumbers(shop, upTo(5));
  expect(await shop.entries()).toEqual(before);
});

it('publishes again more kept rows than are unmarked at once', async () => {
  await using shop = await testShop();
  await shop.client.query(
    `insert into ${schema}.outbox (id, stream, type, payload, relayed_at, relayed_as)
     select gen_random_uuid(), $1, 'shop.number.said.v1', jsonb_build_object('number', n), now(), '1-' || n
       from generate_series(0, 5999) as n order by n`,
    [stream],
  );
  await using _relay = await shop.relay();
  await waitForNumbers(shop, upTo(6_000));
  expect(await shop.numbers()).toEqual(upTo(6_000));
});

it('publishes again what a Redis that came back without its last seconds has lost', async () => {
  await using server = await startRedisServer();
  await using shop = await testShop(server.url);
  await using _relay = await shop.relay();
  await shop.commit(1, 2);
  await waitForNumbers(shop, [1, 2]);
  await waitForMarks(shop);
  const [mark, backup] = await Promise.all([
    shop.redis.dumpBuffer(`${streamKey(shop.prefix, stream)}:relayed`),
    shop.redis.dumpBuffer(streamKey(shop.prefix, stream)),
  ]);
  await shop.commit(3);
  await waitForNumbers(shop, [1, 2, 3]);
  await waitForMarks(shop);
  await shop.redis
    .multi()
    .restore(streamKey(shop.prefix, stream), 0, backup, 'REPLACE')
    .restore(`${streamKey(shop.prefix, stream)}:relayed`, 0, mark, 'REPLACE')
    .exec();
  await waitForNumbers(shop, [1, 2, 3]);
  expect(await shop.numbers()).toEqual([1, 2, 3]);
});

it('goes on when Redis was away and comes back empty', async () => {
  await using server = await startRedisServer();
  await using shop = await testShop(server.url);
  await using _relay = await shop.relay();
  await shop.commit(1);
  await waitForNumbers(shop, [1]);
  await waitForMarks(shop);
  await server.kill();
  await shop.commit(2);
  await server.restart();
  await waitForNumbers(shop, [1, 2]);
  expect(await shop.numbers()).toEqual([1, 2]);
});

it('goes on when PostgreSQL has cut its connections', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  await shop.commit(1);
  await waitForNumbers(shop, [1]);
  await waitForMarks(shop);
  await shop.client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'lectern-relay-%' and datname = current_database()",
  );
  await shop.commit(2);
  await waitForNumbers(shop, [1, 2]);
  expect(await shop.numbers()).toEqual([1, 2]);
});

it('lets one of two relays work, and the other follow it', async () => {
  await using shop = await testShop();
  const metrics = [testMetrics(), testMetrics()] as const;
  const relays = await Promise.all(metrics.map((each) => shop.relay({ metrics: each })));
  await shop.commit(...upTo(50));
  await waitForNumbers(shop, upTo(50));
  await waitForMarks(shop);
  const relayed = await Promise.all(metrics.map((each) => metricOf(each, /^lectern_outbox_relayed_total{/)));
  expect([...relayed].sort()).toEqual([50, undefined]);
  const leader = relayed[0] === 50 ? 0 : 1;
  await relays[leader]?.[Symbol.asyncDispose]();
  await shop.commit(50);
  await waitForNumbers(shop, upTo(51));
  await relays[1 - leader]?.[Symbol.asyncDispose]();
  expect(await shop.numbers()).toEqual(upTo(51));
});

it('deletes rows and entries that are older than the retention, and no others', async () => {
  await using shop = await testShop();
  {
    await using _relay = await shop.relay();
    await shop.commit(1, 2);
    await waitForNumbers(shop, [1, 2]);
    await waitForMarks(shop);
  }
  await shop.client.query(
    `update ${schema}.outbox set relayed_at = relayed_at - interval '73 hours' where position = 1`,
  );
  await using _relay = await shop.relay();
  const left = () => shop.client.query<{ position: string }>(`select position from ${schema}.outbox`);
  await waitFor('the old row to go', async () => (await left()).rowCount === 1);
  expect((await left()).rows).toEqual([{ position: '2' }]);
});

it('tells how long the oldest event has waited, while Redis is away as well', async () => {
  await using shop = await testShop();
  await shop.commit(1);
  await shop.client.query(`update ${schema}.outbox set occurred_at = occurred_at - interval '90 seconds'`);
  const metrics = testMetrics();
  const lag = () => metricOf(metrics, /^lectern_outbox_lag_seconds{/);
  {
    await using _relay = await shop.relay({ metrics, redisUrl: 'redis://127.0.0.1:1' });
    await waitFor('the lag', async () => ((await lag()) ?? 0) > 89);
  }
  await using _relay = await shop.relay({ metrics });
  await waitFor('the lag to go', async () => (await lag()) === 0);
});

it('ends soon, also while it cannot reach anything', async () => {
  await using shop = await testShop();
  const working = await shop.relay();
  const helpless = await shop.relay({ dbUrl: 'postgres://nobody@127.0.0.1:1/none', redisUrl: 'redis://127.0.0.1:1' });
  await shop.commit(1);
  await waitForNumbers(shop, [1]);
  const startedAt = performance.now();
  await Promise.all([working[Symbol.asyncDispose](), helpless[Symbol.asyncDispose]()]);
  // It gives itself 0.8 s; whatever it might wait for would take five.
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});
