import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLectern, type TypedDocument } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type Front, type GatewayProcess, startFront, startGatewayProcess } from './_gateway-process.ts';
import type { Notes, Told } from './_live-line.ts';
import { type LiveRig, startLiveRig } from './_live-rig.ts';

const earth = { kind: 'planet', id: 'earth' } as const;
const text = 'subscription Watch { planetChanged(id: "earth") { mass } }';
type Data = { readonly planetChanged: { readonly mass: number } };
const watch: TypedDocument<Data, Record<string, never>> = { kind: 'subscription', name: 'Watch', text };

/** What one client has seen. `comesBackAs`: whether it says where it was. */
type Watching = AsyncDisposable & { readonly seen: number[]; readonly closes: number[]; readonly notes: Notes[] };

function withSdk(url: string): Watching {
  const closes: number[] = [];
  class Noted extends globalThis.WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol);
      this.addEventListener('close', ({ code }) => closes.push(code));
    }
  }
  const lectern = createLectern({ url, webSocket: Noted, tokenSource: async () => null });
  const seen: number[] = [];
  lectern.subscribe(watch, {}, { onEvent: ({ planetChanged }) => void seen.push(planetChanged.mass) });
  return { seen, closes, notes: [], [Symbol.asyncDispose]: () => lectern[Symbol.asyncDispose]() };
}

function withLibrary(url: string, saysWhere: boolean): Watching {
  const [seen, closes, notes]: [number[], number[], Notes[]] = [[], [], []];
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 50,
    retryWait: (tries) => new Promise((resolve) => setTimeout(resolve, Math.min(50 * tries, 500))),
    shouldRetry: () => true,
    on: { closed: (event) => closes.push((event as CloseEvent).code) },
  });
  const payload = {
    query: text,
    /** The library sends the payload again as it is then. */
    get extensions() {
      const last = notes.at(-1)?.position;
      const ticket = notes.findLast((note) => note.ticket !== undefined)?.ticket;
      return saysWhere && last ? { resume: { ...last, ticket } } : {};
    },
  };
  client.subscribe(payload, {
    next(value) {
      const { data, extensions } = value as Told;
      notes.push(extensions ?? {});
      if (data) seen.push(data.planetChanged.mass);
    },
    error() {},
    complete() {},
  });
  return { seen, closes, notes, [Symbol.asyncDispose]: async () => client.dispose() };
}

const rising = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('two gateways behind one Redis', () => {
  const stack = new AsyncDisposableStack();
  let rig: LiveRig;
  let stays: GatewayProcess;
  let value = 1_000;
  beforeAll(async () => {
    rig = stack.use(await startLiveRig());
    stays = stack.use(await startGatewayProcess(rig.gateway));
  }, 120_000);
  afterAll(() => stack.disposeAsync());

  /** Events flow until it is disposed; none is lost, since each is awaited. */
  function flow() {
    let isOver = false;
    const flowing = (async () => {
      while (!isOver) {
        value += 1;
        await rig.publish(earth, value);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    return {
      async stop() {
        isOver = true;
        await flowing;
      },
    };
  }

  async function watchers(
    goes: GatewayProcess,
  ): Promise<{ front: Front; sdk: Watching[]; placed: Watching[]; plain: Watching[] }> {
    const front = stack.use(await startFront([goes.port, stays.port]));
    const many = (make: () => Watching) => Array.from({ length: 6 }, () => stack.use(make()));
    const [sdk, placed, plain] = [
      many(() => withSdk(front.url)),
      many(() => withLibrary(front.url, true)),
      many(() => withLibrary(front.url, false)),
    ];
    await waitFor('the first event of all', () => [...sdk, ...placed, ...plain].every(({ seen }) => seen.length > 0));
    for (const gateway of [goes, stays]) expect(await gateway.metric('sockets')).toBeGreaterThan(3);
    return { front, sdk, placed, plain };
  }

  async function checkAll({ sdk, placed, plain }: Awaited<ReturnType<typeof watchers>>): Promise<void> {
    const all = [...sdk, ...placed, ...plain];
    await waitFor('the last event at all', () => {
      const late = all.filter(({ seen }) => seen.at(-1) !== value);
      if (late.length > 0)
        throw new Error(`not at ${value}: ${late.map(({ seen, closes }) => `${seen.at(-1)} ${closes}`)}`);
      return true;
    });
    // Every event once and in order, over both gateways. The snapshot before them may be ahead of the first.
    for (const { seen } of [...sdk, ...placed]) {
      const [snapshot = 0, ...events] = seen;
      expect(events).toEqual(rising(events[0] ?? 0, value));
      expect(snapshot).toBeGreaterThanOrEqual((events[0] ?? 0) - 1);
    }
    // Whoever does not say where it was is told the state, and goes on from there.
    for (const { notes } of plain) {
      const offsets = notes.map(({ position }) => position?.offset ?? 0);
      expect(offsets).toEqual([...new Set(offsets)].toSorted((one, other) => one - other));
    }
    expect(await stays.metric('sockets')).toBe(all.length);
    expect(await stays.metric('subscriptions')).toBe(all.length);
  }

  it('of which one is killed: its clients land on the other and miss nothing', async () => {
    await using goes = await startGatewayProcess(rig.gateway);
    await rig.publish(earth, value);
    const flowing = flow();
    const all = await watchers(goes);
    const moved = await goes.metric('sockets');
    goes.running.child.kill('SIGKILL');
    await goes.running.ended;
    await waitFor('all at the other', async () => (await stays.metric('sockets')) === 18);
    await flowing.stop();
    await checkAll(all);
    const resumed = all.placed.filter(({ notes }) => notes.some((note) => note.resumed));
    expect(moved).toBeGreaterThan(3);
    expect(resumed.length).toBeGreaterThan(0);
    for (const each of [...all.sdk, ...all.placed, ...all.plain, all.front]) await each[Symbol.asyncDispose]();
    await waitFor('nobody', async () => (await stays.metric('sockets')) === 0);
  }, 120_000);

  it('of which one is stopped: it sends its clients away one by one, and all come back', async () => {
    const drainMs = 1_500;
    await using goes = await startGatewayProcess(rig.gateway, { GATEWAY_DRAIN_MS: `${drainMs}` });
    const flowing = flow();
    const all = await watchers(goes);
    const moved = await goes.metric('sockets');
    const everybody = [...all.sdk, ...all.placed, ...all.plain];
    const askedAt = performance.now();
    const goneAt: number[] = [];
    const known = new Set<Watching>();
    goes.running.child.kill('SIGTERM');
    await waitFor('all closes', () => {
      for (const each of everybody) {
        if (each.closes.length === 0 || known.has(each)) continue;
        known.add(each);
        goneAt.push(performance.now() - askedAt);
      }
      return goneAt.length === moved;
    });
    expect(await goes.running.ended).toBe(0);
    // Those who came back too soon to the one that stops were not let in, and came once more.
    const first4414 = everybody.filter(({ closes }) => closes[0] === 4414);
    expect(first4414).toHaveLength(moved);
    expect(everybody.filter(({ closes }) => closes.length > 0)).toEqual(first4414);
    // Not all at one moment.
    const [first = 0, last = 0] = [Math.min(...goneAt), Math.max(...goneAt)];
    expect(last - first).toBeGreaterThan(drainMs / 4);
    await waitFor('all at the other', async () => (await stays.metric('sockets')) === 18);
    await flowing.stop();
    await checkAll(all);
    for (const each of [...everybody, all.front]) await each[Symbol.asyncDispose]();
  }, 120_000);
});
