import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import type { StreamEvent } from '@lectern/events';
import { startRedisServer, waitFor } from '@lectern/testing';
import { deadKey, type StreamConsumerOptions, startStreamConsumer } from '../src/index.ts';
import { type eventType, logger, type Shop, schema, stream, testMetrics, testShop } from './_outbox.ts';

type NumberSaid = StreamEvent<typeof eventType, { readonly number: number }>;

/** What live numbers are promised: right again so long after a recovery. A quiet machine needs a second or three. */
const recoveredWithinMs = 10_000;
/** A machine that does much else is judged by how long it took to read the same the first time. */
const busyShare = 4;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A group with the pauses and the lease that services have, and what it was given: by calls, in order. */
async function startGroup(shop: Shop, change: Partial<StreamConsumerOptions<NumberSaid>> = {}) {
  const calls: number[][] = [];
  const consumer = await startStreamConsumer<NumberSaid>({
    redisUrl: shop.redisUrl,
    prefix: shop.prefix,
    stream,
    group: 'readers',
    consumer: 'one',
    logger,
    metrics: testMetrics(),
    handle: async ({ payload }) => void calls.push([payload.number]),
    handleTogether: async (events) => void calls.push(events.map(({ payload }) => payload.number)),
    ...change,
  });
  return { calls, numbers: () => calls.flat(), [Symbol.asyncDispose]: () => consumer[Symbol.asyncDispose]() };
}

it('after a Redis that comes back empty, what was kept and what is new is there within ten seconds', async () => {
  await using server = await startRedisServer();
  await using shop = await testShop(server.url);
  await shop.client.query(
    `insert into ${schema}.outbox (id, stream, type, payload)
     select gen_random_uuid(), $1, 'shop.number.said.v1', jsonb_build_object('number', n)
       from generate_series(0, 9999) as n order by n`,
    [stream],
  );
  const startedAt = performance.now();
  await using _relay = await shop.relay();
  await using group = await startGroup(shop);
  await waitFor('all of them', () => group.numbers().length >= 10_000, 60_000);
  const withinMs = Math.max(recoveredWithinMs, busyShare * (performance.now() - startedAt));
  for (const downMs of [3_000, 0]) {
    await server.kill();
    // Long enough for pauses to have grown.
    await new Promise((resolve) => setTimeout(resolve, downMs));
    group.calls.length = 0;
    await server.restart();
    await shop.commit(10_000);
    await waitFor('all of them again', () => group.numbers().includes(10_000), withinMs);
    expect(group.numbers().slice(0, 10_000)).toEqual(upTo(10_000));
  }
}, 240_000);

it('a consumer that was killed is followed within ten seconds, with the usual lease', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  const script = new URL('_hanging-consumer.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, shop.redisUrl, shop.prefix, 'usual'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const given = once(child.stdout, 'data');
  await shop.commit(1, 2);
  await given;
  await using group = await startGroup(shop);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await waitFor('what the dead one had', () => group.numbers().length === 2, recoveredWithinMs);
  expect(group.numbers()).toEqual([1, 2]);
}, 60_000);

it('while something is away, pauses do not grow beyond a second', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  let tries = 0;
  const handle = async () => {
    tries += 1;
    if (tries <= 8) throw new Error('Connection terminated unexpectedly');
  };
  await using _group = await startGroup(shop, { handle });
  await shop.commit(1);
  // Growing by four each time, eight pauses would take two minutes.
  await waitFor('the last of them', () => tries === 9, 30_000);
}, 60_000);

it('what is read at once is handled at once, in order', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  await shop.commit(...upTo(250));
  await waitFor('the entries', async () => (await shop.numbers()).length === 250);
  await using group = await startGroup(shop);
  await waitFor('all', () => group.numbers().length === 250);
  expect(group.numbers()).toEqual(upTo(250));
  expect(group.calls.length).toBeLessThanOrEqual(10);
});

it('what fails together is handled one by one, and only what is to blame goes to the dead stream', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  await shop.commit(...upTo(5));
  await waitFor('the entries', async () => (await shop.numbers()).length === 5);
  const handled: number[] = [];
  const take = (number: number) => {
    if (number === 3) throw new Error('indigestible');
    handled.push(number);
  };
  await using _group = await startGroup(shop, {
    deliveriesMax: 2,
    handle: async ({ payload }) => take(payload.number),
    handleTogether: async () => {
      throw new Error('one of them is indigestible');
    },
  });
  await waitFor('the rest', () => handled.length === 4);
  expect(handled).toEqual([0, 1, 2, 4]);
  const dead = await shop.redis.xrange(deadKey(shop.prefix, stream), '-', '+');
  expect(dead.map(([, fields]) => fields.includes('{"number": 3}'))).toEqual([true]);
});
