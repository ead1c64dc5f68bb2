import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopicPublisher } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import { type RedisServer, startRedisServer, waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { startTestGateway, type TestGateway } from './_gateway.ts';

export type Place = { readonly epoch: string; readonly offset: number };

export type LiveRig = AsyncDisposable & {
  readonly gateway: TestGateway;
  readonly url: string;
  readonly redis: RedisServer;
  /** Redis comes back with nothing. */
  restartEmpty(): Promise<void>;
  /** Changes the state of a topic to `value` and publishes it; where it was published, if it was and can be known. */
  publish(topic: LiveTopic, value: number, bytes?: number): Promise<Place | undefined>;
  /** A metric's sum. */
  metric(name: string): Promise<number>;
  /** Channels of live topics in Redis. */
  redisChannels(): Promise<readonly string[]>;
  /** Waits until Redis answers and the gateway reads topics again. */
  settled(): Promise<void>;
};

/** `planet.<id>`: of everybody. `orbit.<id>`: each viewer's own. */
export type LiveTopic = { readonly kind: 'planet' | 'orbit'; readonly id: string };

const logger = createLogger('test', { level: 'silent', format: 'json' });

/** A gateway before the solar system, with a Redis of its own that can be killed, frozen, emptied. */
export async function startLiveRig(
  env: Record<string, string> = {},
  options: Parameters<typeof startTestGateway>[1] = {},
): Promise<LiveRig> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-rig-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'redis');
  const redis = stack.use(await startRedisServer({ dataDir }));
  stack.defer(() => redis.thaw());
  const gateway = stack.use(
    await startTestGateway(
      {
        GATEWAY_REDIS_URL: redis.url,
        GATEWAY_RATE_PER_ADDRESS: '0',
        GATEWAY_RATE_PER_VIEWER: '0',
        GATEWAY_CONNECTIONS_PER_VIEWER_MAX: '0',
        ...env,
      },
      options,
    ),
  );
  const { prefix } = gateway.redis;
  const publisher = stack.use(await createTopicPublisher({ redisUrl: redis.url, prefix, logger }));
  const asking = new Redis(redis.url, { maxRetriesPerRequest: 0, commandTimeout: 1_000, retryStrategy: () => 50 });
  asking.on('error', () => undefined);
  stack.defer(() => asking.disconnect());

  async function publish({ kind, id }: LiveTopic, value: number, bytes = 0): Promise<Place | undefined> {
    const name = `${id} ${'x'.repeat(bytes)}`;
    const { planets, orbits } = gateway.solarSystem;
    if (kind === 'orbit') orbits.set(id, value);
    else planets.set(id, { id, name, mass: value });
    const topic = kind === 'orbit' ? `orbit.${id}` : `planet.${id}.changed`;
    const data =
      kind === 'orbit'
        ? { __typename: 'Orbit', days: value, owner: name }
        : { __typename: 'Planet', id, name, mass: value, orbit: null, body: null };
    try {
      await publisher.publish(topic, data);
      const last = JSON.parse((await asking.hget(`${prefix}live:${topic}`, 'last')) ?? 'null');
      return { epoch: last.epoch, offset: last.offset };
    } catch {
      // It may have been published all the same.
      return undefined;
    }
  }

  const resources = stack.move();
  return {
    gateway,
    url: gateway.url,
    redis,
    publish,
    async restartEmpty() {
      await redis.kill();
      await rm(dataDir, { recursive: true, force: true });
      await redis.restart();
    },
    async metric(name) {
      const text = await (await fetch(`${gateway.url}/metrics`)).text();
      const lines = text.matchAll(new RegExp(`^lectern_gateway_${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'));
      return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
    },
    redisChannels: async () =>
      (await asking.pubsub('CHANNELS', `${prefix}live:*`)).filter((name): name is string => typeof name === 'string'),
    async settled() {
      await waitFor('Redis', () => asking.ping());
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
