import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RedisServer, startRedisServer, waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { shardOf, windowAt, windowMs } from '../src/operation/rate-windows.ts';
import { createSharedCounter, type SharedCounter } from '../src/operation/shared-counter.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(async () => server[Symbol.asyncDispose]());

type Rig = AsyncDisposable & {
  readonly clock: { at: number; now(): number };
  readonly complaints: unknown[];
  /** One gateway's counter, with a connection of its own. */
  open(limit: number, namesMax?: number): Promise<SharedCounter>;
  keys(): Promise<string[]>;
  /** What Redis holds of this name. */
  toldOf(name: string): Promise<number>;
};

let rigs = 0;
function startRig(url = server.url, commandTimeout = 5_000): Rig {
  rigs += 1;
  const key = `rig-${rigs}`;
  const opened: Redis[] = [];
  const connect = async () => {
    const redis = new Redis(url, { maxRetriesPerRequest: 1, commandTimeout, retryStrategy: () => 20 });
    redis.on('error', () => undefined);
    opened.push(redis);
    await waitFor('Redis', () => redis.status === 'ready');
    return redis;
  };
  const clock = { at: 1_750_000_000_000, now: () => clock.at };
  const complaints: unknown[] = [];
  return {
    clock,
    complaints,
    async open(limit, namesMax = 1_000) {
      const redis = await connect();
      return createSharedCounter({ redis, key, limit, clock, namesMax, onAway: (error) => complaints.push(error) });
    },
    keys: async () => (await connect()).keys(`${key}:*`),
    async toldOf(name) {
      const redis = await connect();
      const counts = (await redis.keys(`${key}:*`)).map((hash) => redis.hget(hash, name));
      return (await Promise.all(counts)).reduce((sum, count) => sum + Number(count ?? 0), 0);
    },
    async [Symbol.asyncDispose]() {
      for (const redis of opened) redis.disconnect();
    },
  };
}

/** Counts one by one until refused; how many were let through. */
function useUp(counter: SharedCounter, name = 'ada'): number {
  let count = 0;
  while (counter.count(name, 1) === 0) count += 1;
  return count;
}

describe('counts of one gateway', () => {
  it('are exact without Redis being asked, and begin anew when the window ends', async () => {
    await using rig = startRig();
    const counter = await rig.open(250);
    expect(useUp(counter)).toBe(250);
    expect(useUp(counter, 'bob')).toBe(250);
    const { endsAt } = windowAt(shardOf('ada'), rig.clock.at);
    expect(counter.count('ada', 1)).toBe(endsAt - rig.clock.at);
    rig.clock.at = endsAt - 1;
    expect(counter.count('ada', 1)).toBe(1);
    rig.clock.at = endsAt;
    expect(useUp(counter)).toBe(250);
  });

  it('are told by themselves, and kept for no longer than a window after theirs', async () => {
    await using rig = startRig();
    const counter = await rig.open(10);
    counter.count('ada', 1);
    const [key = ''] = await waitFor('the counts in Redis', async () => {
      const keys = await rig.keys();
      return keys.length > 0 && keys;
    });
    const redis = new Redis(server.url);
    const keptMs = await redis.pttl(key);
    redis.disconnect();
    expect(keptMs).toBeGreaterThan(0);
    expect(keptMs).toBeLessThanOrEqual(2 * windowMs);
  });

  it('go on while Redis is told, and are no fewer when Redis has lost its data', async () => {
    await using rig = startRig();
    const counter = await rig.open(100);
    counter.count('ada', 40);
    const telling = counter.tell();
    counter.count('ada', 20);
    await telling;
    await counter.tell();
    const redis = new Redis(server.url);
    await redis.flushall();
    redis.disconnect();
    counter.count('ada', 10);
    const tellingAgain = counter.tell();
    counter.count('ada', 10);
    await tellingAgain;
    expect(useUp(counter)).toBe(20);
  });

  it('that came while Redis was told of others are added to theirs', async () => {
    await using rig = startRig();
    const [one, two] = [await rig.open(100), await rig.open(100)];
    one.count('ada', 40);
    await one.tell();
    two.count('ada', 10);
    const telling = two.tell();
    two.count('ada', 20);
    await telling;
    expect(useUp(two)).toBe(30);
  });

  it('are not told while they are a hundredth of the limit', async () => {
    await using rig = startRig();
    const counter = await rig.open(1_000);
    counter.count('ada', 10);
    await counter.tell();
    expect(await rig.keys()).toEqual([]);
    counter.count('ada', 1);
    await counter.tell();
    expect(await rig.keys()).toHaveLength(1);
  });

  it('are forgotten first-come when there are too many names, and come back from Redis', async () => {
    await using rig = startRig();
    const counter = await rig.open(10, 30);
    counter.count('ada', 6);
    await counter.tell();
    for (let name = 0; name < 1_000; name += 1) counter.count(`another-${name}`, 1);
    await counter.tell();
    // As many wait to be told of as are counted at a time: one for each window.
    expect(await rig.toldOf('another-999')).toBe(0);
    counter.count('ada', 1);
    await counter.tell();
    expect(useUp(counter)).toBe(3);
  });
});

describe('counts of several gateways', () => {
  it('are added up, whoever is over is refused by all, and again let in with the next window', async () => {
    await using rig = startRig();
    const [one, two] = [await rig.open(100), await rig.open(100)];
    one.count('ada', 60);
    await one.tell();
    two.count('ada', 2);
    await two.tell();
    expect(useUp(two)).toBe(38);
    await two.tell();
    one.count('ada', 2);
    await one.tell();
    expect(one.count('ada', 1)).toBeGreaterThan(0);
    rig.clock.at += windowMs;
    expect(useUp(one)).toBe(100);
  });

  it('let through the limit, and for each gateway a hundredth of it and a batch', async () => {
    await using rig = startRig();
    const gateways = [await rig.open(1_000), await rig.open(1_000), await rig.open(1_000)];
    const batch = 7;
    let admitted = 0;
    for (let before = -1; admitted > before; ) {
      before = admitted;
      for (const gateway of gateways) {
        for (let count = 0; count < batch; count += 1) if (gateway.count('ada', 1) === 0) admitted += 1;
        await gateway.tell();
      }
    }
    expect(admitted).toBeGreaterThanOrEqual(1_000);
    expect(admitted).toBeLessThanOrEqual(1_000 + gateways.length * (10 + batch));
  });

  it('are told in full when more names are due than fit into one batch', async () => {
    await using rig = startRig();
    const [one, two] = [await rig.open(10, 1_000_000), await rig.open(10, 1_000_000)];
    const names: string[] = [];
    for (let name = 0; names.length < 2_500; name += 1) if (shardOf(`name-${name}`) === 7) names.push(`name-${name}`);
    for (const name of names) one.count(name, 9);
    for (let batch = 0; batch < 3; batch += 1) await one.tell();
    for (const name of names) two.count(name, 2);
    for (let batch = 0; batch < 3; batch += 1) await two.tell();
    expect(names.filter((name) => two.count(name, 1) === 0)).toEqual([]);
  });

  it('are told anew after the clock was put back', async () => {
    await using rig = startRig();
    const [one, two] = [await rig.open(10), await rig.open(10)];
    one.count('ada', 3);
    await one.tell();
    rig.clock.at -= windowMs;
    one.count('ada', 1);
    rig.clock.at += windowMs;
    one.count('ada', 4);
    await one.tell();
    two.count('ada', 1);
    await two.tell();
    expect(useUp(two)).toBe(2);
  });
});

describe('while Redis is away', () => {
  it('each gateway counts alone, and tells what it counted when Redis is back', async () => {
    await using own = await startRedisServer();
    await using rig = startRig(own.url);
    const [one, two] = [await rig.open(10), await rig.open(10)];
    one.count('ada', 2);
    await one.tell();
    await own.kill();
    one.count('ada', 5);
    await one.tell();
    expect(useUp(two)).toBe(10);
    await own.restart();
    // What it held is gone: the two that the first had told before.
    await waitFor('Redis to be told', async () => {
      await Promise.all([one.tell(), two.tell()]);
      return (await rig.toldOf('ada')) === 5 + 11;
    });
    one.count('ada', 1);
    await one.tell();
    expect([one.count('ada', 1), two.count('ada', 1)]).not.toContain(0);
  });

  it('counts whose answer was lost are told again, and counted once', async () => {
    await using own = await startRedisServer();
    await using rig = startRig(own.url, 200);
    const [one, two] = [await rig.open(10), await rig.open(10)];
    own.freeze();
    one.count('ada', 3);
    for (let attempt = 0; attempt < 4; attempt += 1) await one.tell();
    expect(rig.complaints).toHaveLength(1);
    own.thaw();
    one.count('ada', 1);
    await waitFor('Redis to be told', async () => {
      await one.tell();
      return (await rig.toldOf('ada')) === 3 + 1;
    });
    two.count('ada', 1);
    await two.tell();
    expect(useUp(two)).toBe(5);
  });
});
