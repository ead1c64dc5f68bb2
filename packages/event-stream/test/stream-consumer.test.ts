import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { defineErrors } from '@lectern/errors';
import type { StreamEvent } from '@lectern/events';
import { startRedisServer, waitFor } from '@lectern/testing';
import { deadKey, type StreamConsumerOptions, startStreamConsumer, streamKey } from '../src/index.ts';
import { type eventType, logger, metricOf, type Shop, stream, testMetrics, testShop } from './_outbox.ts';

type NumberSaid = StreamEvent<typeof eventType, { readonly number: number }>;
type Options = Partial<StreamConsumerOptions<NumberSaid>>;

const group = 'readers';
const errors = defineErrors({ TEST_AWAY: { category: 'UNAVAILABLE', message: 'Away.' } });

function consumer(shop: Shop, handle: (number: number) => Promise<void>, options: Options = {}) {
  return startStreamConsumer<NumberSaid>({
    redisUrl: shop.redisUrl,
    prefix: shop.prefix,
    stream,
    group,
    consumer: 'one',
    retryPauseMs: 1,
    logger,
    metrics: testMetrics(),
    handle: (event) => handle(event.payload.number),
    ...options,
  });
}

/** A handler that notes what it was given, and the notes. */
function notes(refuse: (number: number) => Promise<void> = async () => undefined) {
  const seen: number[] = [];
  const handle = async (number: number) => {
    seen.push(number);
    await refuse(number);
  };
  return { seen, handle };
}

async function pendingCount(shop: Shop): Promise<number> {
  const [count] = await shop.redis.xpending(streamKey(shop.prefix, stream), group);
  return Number(count);
}

const has = (seen: readonly number[], count: number) =>
  waitFor(`${count} deliveries (got ${seen.join(', ')})`, () => seen.length >= count);

it('hands over every event in order and acknowledges it', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  const numbers = Array.from({ length: 250 }, (_, index) => index);
  await shop.commit(...numbers.slice(0, 200));
  const { seen, handle } = notes();
  await using _consumer = await consumer(shop, handle);
  await has(seen, 200);
  await shop.commit(...numbers.slice(200));
  await has(seen, 250);
  expect(seen).toEqual(numbers);
  await waitFor('all to be acknowledged', async () => (await pendingCount(shop)) === 0);
});

it('gives every group every event, and a new group those of the past', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  await shop.commit(1, 2);
  const first = notes();
  const second = notes();
  await using _first = await consumer(shop, first.handle);
  await has(first.seen, 2);
  await using _second = await consumer(shop, second.handle, { group: 'others' });
  await has(second.seen, 2);
  expect([first.seen, second.seen]).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

it('gives an event again when the process that had it was killed before it acknowledged', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  const script = new URL('_hanging-consumer.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, shop.redisUrl, shop.prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
  const given = once(child.stdout, 'data');
  await shop.commit(1, 2);
  await given;
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { seen, handle } = notes();
  await using _consumer = await consumer(shop, handle);
  await has(seen, 2);
  expect(seen).toEqual([1, 2]);
  await waitFor('all to be acknowledged', async () => (await pendingCount(shop)) === 0);
});

it('moves a poison event to the dead stream after its deliveries, and the rest goes on', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  const { seen, handle } = notes(async (number) => {
    if (number === 2) throw new Error('indigestible');
  });
  const metrics = testMetrics();
  await using _consumer = await consumer(shop, handle, { deliveriesMax: 3, metrics });
  await shop.commit(1, 2, 3);
  await has(seen, 5);
  await waitFor('all to be acknowledged', async () => (await pendingCount(shop)) === 0);
  expect(seen).toEqual([1, 2, 2, 2, 3]);
  const dead = await shop.redis.xrange(deadKey(shop.prefix, stream), '-', '+');
  expect(dead).toHaveLength(1);
  expect(dead[0]?.[1]).toEqual(expect.arrayContaining(['readers', '3', 'indigestible', '{"number": 2}']));
  expect(await metricOf(metrics, /^lectern_stream_consumed_total{/)).toBe(2);
  expect(await metricOf(metrics, /^lectern_stream_failed_total{/)).toBe(3);
  expect(await metricOf(metrics, /^lectern_stream_dead_total{/)).toBe(1);
});

it('moves an entry that is no event to the dead stream at once', async () => {
  await using shop = await testShop();
  await shop.redis.xadd(streamKey(shop.prefix, stream), '*', 'id', '1', 'payload', '{not json');
  const { seen, handle } = notes();
  await using _consumer = await consumer(shop, handle);
  await waitFor('the dead letter', async () => (await shop.redis.xlen(deadKey(shop.prefix, stream))) === 1);
  expect(seen).toEqual([]);
});

it('gives up on an event that ends its process every time, and on none behind it', async () => {
  await using shop = await testShop();
  await using relay = await shop.relay();
  await shop.commit(1, 2);
  await waitFor('the entries', async () => (await shop.numbers()).length === 2);
  await relay[Symbol.asyncDispose]();
  const key = streamKey(shop.prefix, stream);
  await shop.redis.xgroup('CREATE', key, group, '0');
  await shop.redis.xreadgroup('GROUP', group, 'dead', 'STREAMS', key, '>');
  const [[first] = ['']] = await shop.redis.xrange(key, '-', '+', 'COUNT', 1);
  await shop.redis.xclaim(key, group, 'dead', 0, first, 'RETRYCOUNT', 3);
  const { seen, handle } = notes();
  await using _consumer = await consumer(shop, handle, { deliveriesMax: 3 });
  await has(seen, 1);
  expect(seen).toEqual([2]);
  expect(await shop.redis.xlen(deadKey(shop.prefix, stream))).toBe(1);
});

it('waits for what the handler needs instead of burying events', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  let refusals = 0;
  const { seen, handle } = notes(async () => {
    refusals += 1;
    if (refusals <= 6)
      throw refusals % 2 ? errors.make('TEST_AWAY') : Object.assign(new Error(), { code: 'ECONNREFUSED' });
  });
  await using _consumer = await consumer(shop, handle, { deliveriesMax: 2 });
  await shop.commit(1, 2);
  await has(seen, 8);
  expect(seen).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);
  expect(await shop.redis.xlen(deadKey(shop.prefix, stream))).toBe(0);
});

it('has one active replica at a time; another follows at once when it ends', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  const [first, second] = [notes(), notes()];
  const one = await consumer(shop, first.handle);
  await shop.commit(1);
  await has(first.seen, 1);
  await using _two = await consumer(shop, second.handle, { consumer: 'two' });
  await shop.commit(2, 3);
  await has(first.seen, 3);
  await one[Symbol.asyncDispose]();
  await shop.commit(4);
  await has(second.seen, 1);
  expect([first.seen, second.seen]).toEqual([[1, 2, 3], [4]]);
});

it('reads the kept events again after Redis was killed and came back empty', async () => {
  await using server = await startRedisServer();
  await using shop = await testShop(server.url);
  await using _relay = await shop.relay();
  const { seen, handle } = notes();
  await using _consumer = await consumer(shop, handle);
  await shop.commit(1, 2);
  await has(seen, 2);
  await server.kill();
  await shop.commit(3);
  await server.restart();
  await waitFor('the third', () => seen.includes(3));
  expect(seen).toEqual([1, 2, 1, 2, 3]);
});

it('ends soon: while reading, while handling, while standing by, without Redis', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  const hanging = notes(() => new Promise(() => undefined));
  const consumers = await Promise.all([
    consumer(shop, hanging.handle),
    consumer(shop, async () => undefined, { consumer: 'two' }),
    consumer(shop, async () => undefined, { group: 'idle' }),
    consumer(shop, async () => undefined, { redisUrl: 'redis://127.0.0.1:1' }),
  ]);
  await shop.commit(1);
  await waitFor('the event to be given to somebody', async () => (await shop.numbers()).length === 1);
  const startedAt = performance.now();
  await Promise.all(consumers.map((each) => each[Symbol.asyncDispose]()));
  // It gives itself 0.8 s; whatever it might wait for would take five.
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});
