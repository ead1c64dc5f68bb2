import { expect, it } from '@jest/globals';
import type { StreamEvent } from '@lectern/events';
import { waitFor } from '@lectern/testing';
import { deadKey, listDeadLetters, replayDeadLetters, startStreamConsumer } from '../src/index.ts';
import { type eventType, logger, stream, testMetrics, testShop } from './_outbox.ts';

type NumberSaid = StreamEvent<typeof eventType, { readonly number: number }>;

it('shows what a group could not handle, and delivers it again when it can', async () => {
  await using shop = await testShop();
  await using _relay = await shop.relay();
  const seen: number[] = [];
  let isBroken = true;
  await using _consumer = await startStreamConsumer<NumberSaid>({
    redisUrl: shop.redisUrl,
    prefix: shop.prefix,
    stream,
    group: 'readers',
    consumer: 'one',
    retryPauseMs: 1,
    deliveriesMax: 2,
    logger,
    metrics: testMetrics(),
    async handle({ payload: { number } }) {
      if (number === 2 && isBroken) throw new Error('indigestible');
      seen.push(number);
    },
  });
  await shop.commit(1, 2, 3);
  await shop.redis.xadd(
    deadKey(shop.prefix, stream),
    '*',
    'group',
    'readers',
    'entryId',
    '1-1',
    'deliveries',
    '1',
    'error',
    'x',
    'nonsense',
    'y',
  );
  const letters = await waitFor('two letters', async () => {
    const found = await listDeadLetters(shop.redis, shop.prefix, stream, 10);
    return found.length === 2 && seen.length === 2 ? found : null;
  });
  const letter = letters.find(({ eventId }) => eventId !== '');
  expect(letter).toMatchObject({ group: 'readers', deliveries: 2, error: 'indigestible' });
  isBroken = false;
  expect(await replayDeadLetters(shop.redis, shop.prefix, stream, letters)).toBe(1);
  await waitFor('the event', () => seen.includes(2));
  expect(seen).toEqual([1, 3, 2]);
  const left = await listDeadLetters(shop.redis, shop.prefix, stream, 10);
  expect(left.map(({ eventId }) => eventId)).toEqual(['']);
});
