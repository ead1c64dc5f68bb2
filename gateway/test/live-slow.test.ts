import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTopicPublisher, type TopicPublisher } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import { closeCodes } from '../src/live/close-codes.ts';
import { startTestGateway, type TestGateway } from './_gateway.ts';
import { composeHarbour, type Harbour, startHarbour } from './_harbour.ts';
import { openLine } from './_live-line.ts';
import { type LiveRig, startLiveRig } from './_live-rig.ts';

const large = 200_000;
const earth = { kind: 'planet', id: 'earth' } as const;
const watchAll = { query: 'subscription { planetChanged(id: "earth") { mass name } }' };
const massOf = ({ data }: { readonly data?: { planetChanged?: { mass?: number } } }) => data?.planetChanged?.mass;

describe('a client that does not read', () => {
  let rig: LiveRig;
  let value = 1_000;
  beforeAll(async () => {
    rig = await startLiveRig({ GATEWAY_LIVE_BUFFER_BYTES_MAX: '65536', GATEWAY_LIVE_SLOW_MS: '60000' });
  });
  afterAll(async () => rig[Symbol.asyncDispose]());
  const publish = (bytes = large) => {
    value += 1;
    return rig.publish(earth, value, bytes);
  };
  const skips = () => rig.metric('live_skips_total');
  /** Publishes until something waits for a client. */
  const fill = () =>
    waitFor('a full line', async () => {
      await publish();
      return (await rig.metric('live_buffered_bytes')) > 0;
    });

  it('delays nobody, and goes on with the newest when it reads again', async () => {
    await using idle = await openLine(rig.url);
    await using lively = await openLine(rig.url);
    const [slow, quick] = [idle.subscribe(watchAll), lively.subscribe(watchAll)];
    await slow.at(0);
    await quick.at(0);
    idle.pause();
    await fill();
    for (let more = 0; more < 5; more += 1) await publish();
    await waitFor('the newest at the other', () => massOf(quick.told.at(-1) ?? {}) === value);
    const offsets = quick.told.map(({ extensions }) => extensions?.position?.offset ?? 0);
    const [first = 0] = offsets;
    expect(offsets).toEqual(offsets.map((_, index) => first + index));
    expect(quick.told.some(({ extensions }) => extensions?.skipped)).toBe(false);
    const before = await skips();
    idle.resume();
    await waitFor('the newest', () => massOf(slow.told.at(-1) ?? {}) === value);
    const noted = slow.told.findIndex(({ extensions }) => extensions?.skipped !== undefined);
    const [at = 0, then = 0] = slow.told.slice(noted - 1).map(({ extensions }) => extensions?.position?.offset);
    const { skipped = 0 } = slow.told[noted]?.extensions ?? {};
    expect(skipped).toBeGreaterThan(0);
    expect(then - at - 1).toBe(skipped);
    expect(await skips()).toBe(before + skipped);
    await publish(0);
    await waitFor('one more', () => massOf(slow.told.at(-1) ?? {}) === value);
    expect(slow.told.at(-1)?.extensions?.skipped).toBeUndefined();
  });

  it('misses no last event of an operation whose channel another one has filled', async () => {
    await publish(0);
    await using idle = await openLine(rig.url);
    // The same operation under many ids: all wait for one event in the same channel, and the first of them fill it.
    const all = Array.from({ length: 60 }, () => idle.subscribe(watchAll));
    for (const each of all) await each.at(0);
    idle.pause();
    await fill();
    idle.resume();
    for (const each of all) {
      await waitFor('the newest', () => massOf(each.told.at(-1) ?? {}) === value);
      const offsets = each.told.map(({ extensions }) => extensions?.position?.offset ?? 0);
      expect(offsets).toEqual([...new Set(offsets)].toSorted((one, other) => one - other));
    }
  });

  it('is told by a snapshot when Redis has come back with nothing meanwhile', async () => {
    await using idle = await openLine(rig.url);
    const slow = idle.subscribe(watchAll);
    await slow.at(0);
    idle.pause();
    await fill();
    await rig.restartEmpty();
    await rig.settled();
    // The source goes on, and nobody publishes it.
    rig.gateway.solarSystem.planets.set('earth', { id: 'earth', name: 'Earth', mass: 7 });
    const asked = rig.gateway.solarSystem.asked.planets ?? 0;
    idle.resume();
    await waitFor('the snapshot', () => massOf(slow.told.at(-1) ?? {}) === 7);
    expect(slow.told.at(-1)?.extensions).toMatchObject({ snapshot: true, position: { offset: 0 } });
    expect(rig.gateway.solarSystem.asked.planets).toBeGreaterThan(asked);
    await publish(0);
    await waitFor('one more', () => massOf(slow.told.at(-1) ?? {}) === value);
  });
});

describe('a client that does not read for long', () => {
  it('is closed with SLOW_CONSUMER', async () => {
    await using rig = await startLiveRig({ GATEWAY_LIVE_BUFFER_BYTES_MAX: '65536', GATEWAY_LIVE_SLOW_MS: '500' });
    await using idle = await openLine(rig.url);
    await using lively = await openLine(rig.url);
    const [slow, quick] = [idle.subscribe(watchAll), lively.subscribe(watchAll)];
    await slow.at(0);
    await quick.at(0);
    idle.pause();
    let value = 0;
    await waitFor('the close', async () => {
      value += 1;
      await rig.publish(earth, value, large);
      return (await rig.metric('sockets_closed_total')) > 0;
    });
    expect(await closesOf(rig.url)).toEqual({ SLOW_CONSUMER: 1 });
    await waitFor('the newest at the other', () => massOf(quick.told.at(-1) ?? {}) === value);
    expect(await rig.metric('live_buffered_bytes')).toBe(0);
  });

  it('cannot make answers pile up by asking on', async () => {
    await using rig = await startLiveRig({ GATEWAY_LIVE_BUFFER_BYTES_MAX: '65536', GATEWAY_LIVE_SLOW_MS: '600000' });
    rig.gateway.solarSystem.planets.set('earth', { id: 'earth', name: 'x'.repeat(500_000), mass: 1 });
    await using idle = await openLine(rig.url);
    await using lively = await openLine(rig.url);
    idle.pause();
    let most = 0;
    await waitFor('the close', async () => {
      idle.subscribe({ query: '{ planet(id: "earth") { name } }' });
      most = Math.max(most, await rig.metric('live_buffered_bytes'));
      return (await rig.metric('sockets_closed_total')) > 0;
    });
    expect(await closesOf(rig.url)).toEqual({ SLOW_CONSUMER: 1 });
    expect(most).toBeGreaterThan(65_536);
    // One answer may go beyond the bound.
    expect(most).toBeLessThanOrEqual(16 * 65_536 + 600_000);
    const answer = lively.subscribe({ query: '{ whoAsks }' });
    expect((await answer.at(0)).data).toEqual({ whoAsks: 'nobody' });
  });

  it('cannot make pongs pile up either', async () => {
    await using rig = await startLiveRig({ GATEWAY_LIVE_BUFFER_BYTES_MAX: '65536', GATEWAY_LIVE_SLOW_MS: '600000' });
    await using idle = await openLine(rig.url);
    rig.gateway.solarSystem.planets.set('earth', { id: 'earth', name: 'x'.repeat(100_000), mass: 1 });
    idle.pause();
    await waitFor('a full line', async () => {
      idle.subscribe({ query: '{ planet(id: "earth") { name } }' });
      return (await rig.metric('live_buffered_bytes')) > 0;
    });
    await waitFor('the close', async () => {
      for (let pings = 0; pings < 500; pings += 1) idle.ping(Buffer.alloc(125));
      return (await rig.metric('sockets_closed_total')) > 0;
    });
    expect(await closesOf(rig.url)).toEqual({ SLOW_CONSUMER: 1 });
  });

  it('is told again as soon as it has read, whatever the bound', async () => {
    await using rig = await startLiveRig({ GATEWAY_LIVE_BUFFER_BYTES_MAX: '1024', GATEWAY_LIVE_SLOW_MS: '600000' });
    await using idle = await openLine(rig.url);
    const slow = idle.subscribe(watchAll);
    await slow.at(0);
    idle.pause();
    let value = 1;
    await waitFor('a full line', async () => {
      value += 1;
      await rig.publish(earth, value, 30_000);
      return (await rig.metric('live_buffered_bytes')) > 0;
    });
    idle.resume();
    await waitFor('the newest', () => massOf(slow.told.at(-1) ?? {}) === value);
    await waitFor('no bytes', async () => (await rig.metric('live_buffered_bytes')) === 0);
    await rig.publish(earth, value + 1);
    await waitFor('one more', () => massOf(slow.told.at(-1) ?? {}) === value + 1);
  });
});

describe('events of which none may be left out', () => {
  let harbour: Harbour;
  let gateway: TestGateway;
  let publisher: TopicPublisher;
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    harbour = stack.use(await startHarbour());
    gateway = stack.use(
      await startTestGateway(
        { GATEWAY_LIVE_BUFFER_BYTES_MAX: '65536', GATEWAY_LIVE_SLOW_MS: '600000' },
        { files: { 'supergraph.graphql': composeHarbour() }, replace: harbour.urls },
      ),
    );
    publisher = stack.use(
      await createTopicPublisher({
        redisUrl: gateway.redis.url,
        prefix: gateway.redis.prefix,
        logger: createLogger('test', { level: 'silent', format: 'json' }),
      }),
    );
  });
  afterAll(() => stack.disposeAsync());

  it('close a client that does not read at once, and it comes back to where it was', async () => {
    const query = 'subscription { logWritten { at text } }';
    await using idle = await openLine(gateway.url);
    await using lively = await openLine(gateway.url);
    const [slow, quick] = [idle.subscribe({ query }), lively.subscribe({ query })];
    await slow.at(0);
    await quick.at(0);
    idle.pause();
    let at = 0;
    const write = () => {
      at += 1;
      return publisher.publish('log.DAY', { __typename: 'LogLine', at, text: 'x'.repeat(50_000) });
    };
    await waitFor('a full line', async () => {
      await write();
      return /live_buffered_bytes\{[^}]*\} [1-9]/.test(await (await fetch(`${gateway.url}/metrics`)).text());
    });
    idle.resume();
    // Having read what was sent it hears why.
    expect((await idle.closed).code).toBe(closeCodes.SLOW_CONSUMER.code);
    for (let more = 0; more < 3; more += 1) await write();
    await using again = await openLine(gateway.url);
    const { position, ticket } = { ...slow.told[0]?.extensions, ...slow.told.at(-1)?.extensions };
    const resumed = again.subscribe({ query, extensions: { resume: { ...position, ticket } } });
    const linesOf = ({ told }: typeof slow) => told.map(({ data }) => data.logWritten.at);
    await waitFor('all of it', () => linesOf(resumed).at(-1) === at && linesOf(quick).at(-1) === at);
    expect(resumed.told[0]?.extensions?.resumed).toBe(true);
    expect([...linesOf(slow), ...linesOf(resumed)]).toEqual(linesOf(quick));
  });
});

async function closesOf(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(/^lectern_gateway_sockets_closed_total\{[^}]*reason="(\w+)"[^}]*\} (\S+)$/gm);
  return Object.fromEntries([...lines].map(([, reason, count]) => [reason, Number(count)]));
}
