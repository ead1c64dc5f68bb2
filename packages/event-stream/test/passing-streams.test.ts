import { expect, it } from '@jest/globals';
import { passingStreams, streamNames } from '@lectern/events';
import { startRedisServer, waitFor } from '@lectern/testing';
import { streamKey } from '../src/index.ts';
import { type Shop, schema, testShop } from './_outbox.ts';

const passing = streamNames.examAnswers;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

async function kept(shop: Shop): Promise<readonly string[]> {
  const { rows } = await shop.client.query<{ stream: string }>(`select stream from ${schema}.outbox order by position`);
  return rows.map(({ stream }) => stream);
}

it('leaves the outbox when it is relayed, in its own order, while other streams stay', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  for (const number of upTo(30)) await shop.commitTo(number % 3 === 0 ? streamNames.exam : passing, number);
  await waitFor('all', async () => (await shop.numbers(passing)).length + (await shop.numbers()).length === 30);
  expect(await shop.numbers()).toEqual(upTo(30).filter((number) => number % 3 === 0));
  expect(await shop.numbers(passing)).toEqual(upTo(30).filter((number) => number % 3 !== 0));
  await waitFor('the rows to go', async () => (await kept(shop)).every((name) => name === streamNames.exam));
  expect(await kept(shop)).toHaveLength(10);
});

it('is not published again when Redis came back empty, and does not keep others from it', async () => {
  await using server = await startRedisServer();
  await using shop = await testShop(server.url);
  await using _relay = await shop.relay();
  await shop.commitTo(passing, 1, 2);
  await shop.commit(1, 2);
  await waitFor('both', async () => (await shop.numbers(passing)).length === 2 && (await shop.numbers()).length === 2);
  await waitFor('the marks', async () => (await kept(shop)).length === 2);
  await server.kill();
  await shop.commitTo(passing, 3);
  await server.restart();
  await waitFor(
    'both again',
    async () => (await shop.numbers(passing)).length > 0 && (await shop.numbers()).length > 1,
  );
  expect(await shop.numbers()).toEqual([1, 2]);
  expect(await shop.numbers(passing)).toEqual([3]);
});

it('waits behind all that lasts', async () => {
  await using shop = await testShop();
  await shop.client.query(
    `insert into ${schema}.outbox (id, stream, type, payload)
     select gen_random_uuid(), $1, 'shop.number.said.v1', jsonb_build_object('number', n)
       from generate_series(0, 2999) as n order by n`,
    [passing],
  );
  await shop.commit(1);
  await using _relay = await shop.relay();
  await waitFor('the one that lasts', async () => (await shop.numbers()).length === 1);
  await waitFor('the others', async () => (await shop.numbers(passing)).length === 3_000);
  const idOf = async (name: typeof passing | typeof streamNames.exam) =>
    (await shop.redis.xrange(streamKey(shop.prefix, name), '-', '+', 'COUNT', 1))[0]?.[0] ?? '';
  const [lasting, first] = await Promise.all([idOf(streamNames.exam), idOf(passing)]);
  expect(Number.parseInt(lasting, 10)).toBeLessThanOrEqual(Number.parseInt(first, 10));
  expect(await shop.numbers(passing)).toEqual(upTo(3_000));
});

it('is dropped where it has waited too long to be worth telling', async () => {
  await using shop = await testShop();
  await shop.commitTo(passing, 1);
  await shop.commit(1);
  const { keptSeconds } = passingStreams.get(passing) ?? { keptSeconds: 0 };
  await shop.client.query(`update ${schema}.outbox set occurred_at = occurred_at - $1 * interval '1 second'`, [
    keptSeconds + 1,
  ]);
  await shop.commitTo(passing, 2);
  // Without Redis as well: nothing piles up while it is away.
  await using _helpless = await shop.relay({ redisUrl: 'redis://127.0.0.1:1' });
  await waitFor('the old row to go', async () => (await kept(shop)).length === 2);
  await using _relay = await shop.relay();
  await waitFor('the rest', async () => (await shop.numbers(passing)).length > 0 && (await shop.numbers()).length > 0);
  expect(await shop.numbers(passing)).toEqual([2]);
  expect(await shop.numbers()).toEqual([1]);
});

it('holds so many entries at most in Redis', async () => {
  await using shop = await testShop();
  const { entriesMax } = passingStreams.get(passing) ?? { entriesMax: 0 };
  const pipeline = shop.redis.pipeline();
  for (const number of upTo(entriesMax + 5_000))
    pipeline.xadd(streamKey(shop.prefix, passing), '*', 'id', number, 'payload', '{"number":-1}');
  await pipeline.exec();
  await using _relay = await shop.relay();
  await shop.commitTo(passing, 7);
  await waitFor('the event', async () => {
    const [[, fields] = ['', ['']]] = await shop.redis.xrevrange(streamKey(shop.prefix, passing), '+', '-', 'COUNT', 1);
    return fields.some((field) => field.includes('"number": 7'));
  });
  // Trimmed by whole nodes of the stream, a hundred entries each.
  expect(await shop.redis.xlen(streamKey(shop.prefix, passing))).toBeLessThan(entriesMax + 500);
});
