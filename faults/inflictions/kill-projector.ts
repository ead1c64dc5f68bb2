import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@lectern/bench/answers/school/stores';
import { Redis } from 'ioredis';
import type { Client } from 'pg';
import { signalAll } from '../processes.ts';
import type { World } from '../world.ts';
import type { Fault } from './infliction.ts';

const triesMax = 20;
/** Until an attempt begins or ends, and the projector is there to take it. */
const takenWithinMs = 15_000;

/**
 * The projector is killed when it has committed an event and not acknowledged it. Its table is
 * locked until it has taken an event from the stream; then Redis is stopped and the lock given back: it commits, and
 * what it tells Redis next hangs. Then it is killed.
 */
export const killProjector: Fault = {
  name: 'projector killed between commit and ack',
  async inflict(world, { signal }) {
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      signal.throwIfAborted();
      const count = await killInBetween(world, signal);
      if (count > 0) return `${count} events committed and not acknowledged (try ${attempt})`;
    }
    throw new Error(`the projector was not caught in between in ${triesMax} tries`);
  },
};

async function killInBetween({ school }: World, signal: AbortSignal): Promise<number> {
  const { reporting } = school.services;
  const redisPid = school.redis.current().pid;
  using redis = connect(school.redis.url);
  const stream = `${school.redisPrefix}stream:exam.events`;
  const pendingIds = async () => {
    const entries = await redis.client.xpending(stream, 'reporting', '-', '+', 1_000);
    return entries.map((entry) => String(Array.isArray(entry) ? entry[0] : entry));
  };
  await withClient(school.databaseUrl, async (client) => {
    await client.query('begin; lock table reporting.attempt in share row exclusive mode');
    // It stands at the lock with what it is about to commit.
    const giveUpAt = performance.now() + takenWithinMs;
    while (performance.now() < giveUpAt && !(await isLockWaitedFor(client))) await delay(20, undefined, { signal });
    signalAll([redisPid], 'SIGSTOP');
    await client.query('commit');
  });
  await delay(500);
  const committed = await countAttempts(school.databaseUrl);
  await reporting.end('SIGKILL');
  signalAll([redisPid], 'SIGCONT');
  const unacknowledged = new Set(await pendingIds());
  const attempts = await attemptsIn(redis.client, stream, unacknowledged);
  await reporting.start();
  return attempts.filter((id) => committed.has(id)).length;
}

async function isLockWaitedFor(client: Client): Promise<boolean> {
  const text = `select 1 from pg_locks where relation = 'reporting.attempt'::regclass and not granted`;
  return (await client.query(text)).rowCount !== 0;
}

function connect(url: string): Disposable & { readonly client: Redis } {
  const client = new Redis(url);
  client.on('error', () => undefined);
  return { client, [Symbol.dispose]: () => client.disconnect() };
}

/** Beginnings and endings that reporting has committed, as `<attempt>` and `<attempt> graded`. */
async function countAttempts(databaseUrl: string): Promise<ReadonlySet<string>> {
  return withClient(databaseUrl, async (client) => {
    const text = 'select attempt_id as id, graded_at is not null as graded from reporting.attempt';
    const { rows } = await client.query<{ id: string; graded: boolean }>(text);
    return new Set(rows.flatMap(({ id, graded }) => (graded ? [id, `${id} graded`] : [id])));
  });
}

async function attemptsIn(redis: Redis, stream: string, ids: ReadonlySet<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of ids) {
    const [entry] = await redis.xrange(stream, id, id);
    const text = entry?.[1].join(' ') ?? '';
    const ending = text.includes('exam.attempts.graded') ? ' graded' : '';
    for (const [, attemptId] of text.matchAll(/"attemptId": ?"([^"]+)"/g)) found.push(`${attemptId}${ending}`);
  }
  return found;
}
