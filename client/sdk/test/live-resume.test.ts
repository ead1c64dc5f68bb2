import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { NumberDocument, openRawGateway, type RawConnection } from './_raw-gateway.ts';

const quick = { now: () => performance.now(), date: Date.now, random: () => 0 };
const at = (offset: number, epoch = 'e') => ({ position: { epoch, offset } });
const resumeOf = (connection: RawConnection) => {
  const payload = connection.of('subscribe')[0]?.payload;
  return typeof payload === 'object' && payload !== null && 'extensions' in payload ? payload.extensions : undefined;
};

/** A client that was shown 1 and 2, and has lost its connection with this code. */
async function cutOff(code: number, environment = quick) {
  const gateway = await openRawGateway();
  const followed = gateway.follow({ environment });
  const first = await gateway.subscribed(0);
  first.next(1, { ...at(1), snapshot: true, ticket: 't' });
  first.next(2, at(2));
  await waitFor('the events', () => followed.numbers.length === 2);
  first.close(code);
  return { gateway, followed, second: await gateway.subscribed(1) };
}

describe('coming back', () => {
  it('asks for what was missed, and is live again when that was nothing, without an event', async () => {
    const { gateway, followed, second } = await cutOff(4414);
    await using _ = gateway;
    expect(resumeOf(second)).toEqual({ resume: { epoch: 'e', offset: 2, ticket: 't' } });
    expect(followed.states).toEqual(['LIVE', 'STALE']);
    expect(followed.subscription.isLineLost()).toBe(true);
    second.next(null, { resumed: true, ...at(2) });
    await waitFor('being live', () => followed.states.at(-1) === 'LIVE');
    expect(followed.numbers).toEqual([1, 2]);
  });

  it('is given the missed events in their order, none twice', async () => {
    const { gateway, followed, second } = await cutOff(4416);
    await using _ = gateway;
    second.next(2, { resumed: true, ...at(2) });
    second.next(3, at(3));
    second.next(3, at(3));
    second.next(2, at(2));
    second.next(4, at(4));
    await waitFor('the last', () => followed.numbers.at(-1) === 4);
    expect(followed.numbers).toEqual([1, 2, 3, 4]);
    expect(followed.infos.map(({ isSnapshot }) => isSnapshot)).toEqual([true, false, false, false]);
  });

  it('is given the present state where the events are not kept any more, even at a lower offset', async () => {
    const { gateway, followed, second } = await cutOff(4414);
    await using _ = gateway;
    second.next(9, { snapshot: true, ...at(1, 'f') });
    second.next(10, at(2, 'f'));
    await waitFor('the last', () => followed.numbers.at(-1) === 10);
    expect(followed.numbers).toEqual([1, 2, 9, 10]);
    expect(followed.infos.at(2)).toEqual({ isSnapshot: true, skippedCount: 0 });
  });

  it('takes the first event of a gateway that knows nothing of this for the present state', async () => {
    const { gateway, followed, second } = await cutOff(4414);
    await using _ = gateway;
    second.next(2, at(2));
    await waitFor('the state', () => followed.numbers.length === 3);
    expect(followed.infos.at(-1)).toEqual({ isSnapshot: true, skippedCount: 0 });
  });

  it('says nothing of a position that is a minute old, by the calendar where the other clock stood still', async () => {
    let sleptMs = 0;
    const { gateway } = await cutOff(4414, {
      ...quick,
      // The first connection is made at once; the device sleeps before the second.
      date: () => Date.now() + sleptMs,
      random() {
        sleptMs = 60_000;
        return 0;
      },
    });
    await using _ = gateway;
    expect(resumeOf(await gateway.subscribed(1))).toEqual({});
  });

  it('forgets where it was when the viewer’s roles have changed', async () => {
    const { gateway, second } = await cutOff(4413);
    await using _ = gateway;
    expect(resumeOf(second)).toEqual({});
  });
});

describe('what the gateway says beside an event', () => {
  it('stale: says so and shows nothing twice; the next event ends it, the same or another', async () => {
    await using gateway = await openRawGateway();
    const followed = gateway.follow();
    const connection = await gateway.subscribed(0);
    connection.next(1, { ...at(1), snapshot: true });
    connection.next(1, { ...at(1), stale: true });
    await waitFor('staleness', () => followed.states.at(-1) === 'STALE');
    const upToDateAt = followed.subscription.upToDateAt();
    expect(upToDateAt).toBeLessThanOrEqual(Date.now());
    expect(followed.subscription.isLineLost()).toBe(false);
    connection.next(1, at(1));
    await waitFor('its end', () => followed.states.at(-1) === 'LIVE');
    expect(followed.numbers).toEqual([1]);
    connection.next(1, { ...at(1), stale: true });
    connection.next(2, at(2));
    await waitFor('news', () => followed.numbers.at(-1) === 2);
    expect(followed.states).toEqual(['LIVE', 'STALE', 'LIVE', 'STALE', 'LIVE']);
  });

  it('stale at first: shows what there is, and that it may be old', async () => {
    await using gateway = await openRawGateway();
    const followed = gateway.follow();
    (await gateway.subscribed(0)).next(1, { snapshot: true, stale: true });
    await waitFor('the state', () => followed.numbers.length === 1);
    expect(followed.states).toEqual(['STALE']);
  });

  it('skipped: tells the app how many events it was not sent', async () => {
    await using gateway = await openRawGateway();
    const followed = gateway.follow();
    const connection = await gateway.subscribed(0);
    connection.next(1, { ...at(1), snapshot: true });
    connection.next(9, { ...at(9), skipped: 7 });
    await waitFor('the event', () => followed.numbers.at(-1) === 9);
    expect(followed.infos.at(-1)).toEqual({ isSnapshot: false, skippedCount: 7 });
  });
});

describe('ids', () => {
  it('are the first free numbers of their socket; one that was left is not used again, one that was completed is', async () => {
    await using gateway = await openRawGateway();
    const first = gateway.follow();
    const connection = await gateway.subscribed(0);
    const seen: number[] = [];
    const more = () => first.lectern.subscribe(NumberDocument, {}, { onEvent: ({ number }) => seen.push(number) });
    const ids = () => connection.of('subscribe').map(({ id }) => id);
    const second = more();
    await waitFor('the second', () => ids().length === 2);
    second.close();
    await waitFor('the word of it', () => connection.of('complete').length === 1);
    const third = more();
    await waitFor('the third', () => ids().length === 3);
    // On its way when the second was left: it must not reach another.
    connection.send({ id: '2', type: 'next', payload: { data: { number: 22 } } });
    connection.send({ id: '3', type: 'next', payload: { data: { number: 33 } } });
    await waitFor('the event', () => seen.length === 1);
    connection.send({ id: '3', type: 'complete' });
    await waitFor('the end', () => third.state() === 'CLOSED');
    more();
    await waitFor('the fourth', () => ids().length === 4);
    expect(ids()).toEqual(['1', '2', '3', '3']);
    expect(seen).toEqual([33]);
  });

  it('begin at 1 again on a new socket', async () => {
    const { gateway, second } = await cutOff(4414);
    await using _ = gateway;
    expect(second.of('subscribe').map(({ id }) => id)).toEqual(['1']);
  });
});
