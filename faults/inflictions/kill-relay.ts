import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@lectern/bench/answers/school/stores';
import { Redis } from 'ioredis';
import { signalAll } from '../processes.ts';
import type { World } from '../world.ts';
import type { Fault } from './infliction.ts';

const triesMax = 40;

/**
 * The relay is killed when Redis has what it appended, and PostgreSQL does not know yet. Redis is stopped, so that the
 * relay waits in its append; then its sessions at PostgreSQL are stopped; Redis goes on and appends; the relay's next
 * step, the mark in PostgreSQL, hangs. Then it is killed, and its sessions with it, before the mark can be read. It has
 * several, and which one it marks by nobody can see from outside.
 */
export const killRelay: Fault = {
  name: 'relay killed between append and mark',
  async inflict(world, { signal }) {
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      signal.throwIfAborted();
      const count = await killInBetween(world, signal);
      if (count > 0) return `${count} events appended and not marked (try ${attempt})`;
    }
    throw new Error(`the relay was not caught in between in ${triesMax} tries`);
  },
};

async function killInBetween(world: World, signal: AbortSignal): Promise<number> {
  const { school } = world;
  const { exam } = school.services;
  const redisPid = school.redis.current().pid;
  const sessions = await relaySessions(school.databaseUrl, signal);
  signalAll([redisPid], 'SIGSTOP');
  try {
    await untilWaiting(school.databaseUrl, signal);
    signalAll(sessions, 'SIGSTOP');
  } finally {
    signalAll([redisPid], 'SIGCONT');
  }
  await delay(300);
  if ((await countAppendedUnmarked(world)) === 0) {
    // It was not appending but looking: another time.
    signalAll(sessions, 'SIGCONT');
    return 0;
  }
  // They die of this before they read what the relay has sent them: signals go before the socket.
  await withClient(school.databaseUrl, (client) =>
    client.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [sessions]),
  );
  await exam.end('SIGKILL');
  signalAll(sessions, 'SIGCONT');
  const count = await countAppendedUnmarked(world);
  await exam.start();
  return count;
}

async function relaySessions(databaseUrl: string, signal: AbortSignal): Promise<readonly number[]> {
  return withClient(databaseUrl, async (client) => {
    const text = `select pid from pg_stat_activity where application_name = 'lectern-relay-exam'`;
    for (;;) {
      const { rows } = await client.query<{ pid: number }>(text);
      if (rows.length > 0) return rows.map(({ pid }) => pid);
      await delay(50, undefined, { signal });
    }
  });
}

/** Until an event has been waiting long enough for the relay to have it in its hands. */
async function untilWaiting(databaseUrl: string, signal: AbortSignal): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const text = `select 1 from exam.outbox where relayed_at is null and occurred_at < clock_timestamp() - interval '300 ms'`;
    while ((await client.query(text)).rowCount === 0) await delay(20, undefined, { signal });
  });
}

/** Whichever the relay was at: it goes from one to the other, and mostly has saved answers in its hands. */
const streams = ['exam.events', 'exam.answers'];

/** Events that a stream holds and the outbox thinks are waiting still. */
async function countAppendedUnmarked({ school }: World): Promise<number> {
  const waiting = await withClient(school.databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from exam.outbox where relayed_at is null');
    return new Set(rows.map(({ id }) => id));
  });
  const redis = new Redis(school.redis.url);
  try {
    const keys = streams.map((stream) => `${school.redisPrefix}stream:${stream}`);
    const entries = await Promise.all(keys.map((key) => redis.xrevrange(key, '+', '-', 'COUNT', 1_000)));
    const appended = new Set(entries.flat().flatMap(([, fields]) => fields));
    return [...waiting].filter((id) => appended.has(id)).length;
  } finally {
    redis.disconnect();
  }
}
