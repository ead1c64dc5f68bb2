import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger, newId } from '@lectern/runtime';
import { startRedisServer, testDatabase, testRedis, waitFor } from '@lectern/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Redis } from 'ioredis';
import { saveStates } from '../src/attempt/attempt.queries.ts';
import { statesOf } from '../src/attempt/attempt-states.ts';
import { createReportingOrm } from '../src/db/orm.ts';
import { createLeaderboard, type Leaderboard } from '../src/live/leaderboard.ts';
import { createLiveReader } from '../src/live/live-reader.ts';
import { gradedAttempt, migrateReporting } from './_start-test-reporting.ts';

const logger = createLogger('reporting', { level: 'silent', format: 'json' });
let stack: AsyncDisposableStack;
let orm: MikroORM;
let redis: Redis;
let prefix: string;
let leaderboard: Leaderboard;
beforeAll(async () => {
  stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase('reporting', migrateReporting));
  const keys = stack.use(await testRedis());
  prefix = keys.prefix;
  redis = stack.adopt(new Redis(keys.url), (opened) => opened.disconnect());
  orm = stack.adopt(await createReportingOrm({ dbUrl: database.url, dbPoolMax: 4 }, logger), (opened) =>
    opened.close(true),
  );
  leaderboard = stack.use(createLeaderboard({ redis, prefix, em: orm.em, logger }));
});
afterAll(async () => stack.disposeAsync());

const boardKey = (examId: string) => `${prefix}reporting:leaderboard:${examId}`;
let second = 0;

async function grade(attempts: readonly ReturnType<typeof gradedAttempt>[]): Promise<void> {
  second += 1;
  const occurredAt = new Date(Date.parse('2026-03-01T10:00:00Z') + second * 1_000).toISOString();
  await saveStates(orm.em.fork(), statesOf({ type: 'exam.attempts.graded.v1', payload: { attempts }, occurredAt }));
}

const leaders = async (examId: string, board = leaderboard) => {
  const { leaderboard: entries } = await createLiveReader(orm.em, board).read(examId);
  return entries.map(({ learner, rank, scorePercent }) => [learner.id, rank, scorePercent]);
};

async function built(examId: string): Promise<void> {
  await leaderboard.leaders(examId);
  await waitFor('the sorted set', async () => (await redis.exists(boardKey(examId))) === 1);
}

describe('the leaderboard', () => {
  it('is the same from PostgreSQL and from the sorted set that is built from it', async () => {
    const examId = newId();
    await grade(Array.from({ length: 30 }, (_, i) => gradedAttempt(examId, `l${i % 12}`, (i * 7) % 101, 60 + i, i)));
    const fromPostgres = await leaders(examId);
    expect(fromPostgres).toHaveLength(10);
    await built(examId);
    expect(await leaders(examId)).toEqual(fromPostgres);
    // Twelve learners, once each, and the sentinel.
    expect(await redis.zcard(boardKey(examId))).toBe(13);
  });

  it('follows new results and regrades, downwards too', async () => {
    const examId = newId();
    await grade([gradedAttempt(examId, 'ann', 90), gradedAttempt(examId, 'bob', 60)]);
    await built(examId);
    const regraded = [gradedAttempt(examId, 'ann', 10, 600, 1, 3), gradedAttempt(examId, 'cyd', 60, 30)];
    await grade(regraded);
    await leaderboard.note(regraded);
    expect(await leaders(examId)).toEqual([
      ['cyd', 1, 60],
      ['bob', 1, 60],
      ['ann', 3, 10],
    ]);
  });

  it('loses who has no result any more, and has them again with the next', async () => {
    const examId = newId();
    const ann = gradedAttempt(examId, 'ann', 90);
    await grade([
      ann,
      gradedAttempt(examId, 'bob', 60),
      gradedAttempt(examId, 'cyd', 70),
      gradedAttempt(examId, 'cyd', 50, 60, 2),
    ]);
    await built(examId);
    const voided = [ann, gradedAttempt(examId, 'cyd', 70)].map((attempt) => ({
      ...attempt,
      revision: 3,
      status: 'VOIDED' as const,
    }));
    const occurredAt = new Date().toISOString();
    const event = { type: 'exam.attempts.taken-back.v1', payload: { attempts: voided }, occurredAt } as const;
    await saveStates(orm.em.fork(), statesOf(event));
    await leaderboard.note(voided);
    const expected = [
      ['bob', 1, 60],
      ['cyd', 2, 50],
    ];
    expect(await leaders(examId)).toEqual(expected);
    await redis.del(boardKey(examId));
    expect(await leaders(examId)).toEqual(expected);
    await built(examId);
    expect(await leaders(examId)).toEqual(expected);
    const again = [gradedAttempt(examId, 'ann', 55, 600, 2)];
    await grade(again);
    await leaderboard.note(again);
    expect(await leaders(examId)).toEqual([...expected.slice(0, 1), ['ann', 2, 55], ['cyd', 3, 50]]);
  });

  it('says what is stored, although many note the same learner at once', async () => {
    const examId = newId();
    await grade([gradedAttempt(examId, 'ann', 1)]);
    await built(examId);
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        Array.from({ length: 8 }, async (_, i) => {
          const attempt = gradedAttempt(examId, 'ann', (i * 13) % 100, 600, 1, 3 + round * 8 + i);
          await grade([attempt]);
          await leaderboard.note([attempt]);
        }),
      );
      const score = await redis.zscore(boardKey(examId), 'ann');
      expect(Math.floor(Number(score) / 2 ** 32 / 10_000)).toBe((7 * 13) % 100);
    }
  });

  it('is built again when Redis has lost it, and never added to half', async () => {
    const examId = newId();
    await grade([gradedAttempt(examId, 'ann', 90), gradedAttempt(examId, 'bob', 60)]);
    await built(examId);
    await redis.del(boardKey(examId));
    const more = [gradedAttempt(examId, 'cyd', 70)];
    await grade(more);
    await leaderboard.note(more);
    expect(await redis.exists(boardKey(examId))).toBe(0);
    const expected = [
      ['ann', 1, 90],
      ['cyd', 2, 70],
      ['bob', 3, 60],
    ];
    expect(await leaders(examId)).toEqual(expected);
    await built(examId);
    expect(await leaders(examId)).toEqual(expected);
  });

  it('misses nobody who is graded while it is being built', async () => {
    const examId = newId();
    const attempts = Array.from({ length: 3_000 }, (_, i) =>
      gradedAttempt(examId, `l${String(i).padStart(4, '0')}`, i % 50),
    );
    await grade(attempts);
    await leaderboard.leaders(examId);
    // Better results, while the set grows a thousand at a time.
    const late = [0, 1_500, 2_999].map((i) => gradedAttempt(examId, `l${String(i).padStart(4, '0')}`, 99, 60, 2));
    for (const attempt of late) {
      await grade([attempt]);
      await leaderboard.note([attempt]);
    }
    await waitFor('the sorted set', async () => (await redis.exists(boardKey(examId))) === 1);
    expect(await redis.zcard(boardKey(examId))).toBe(3_001);
    expect((await leaders(examId)).slice(0, 3).map(([id]) => id)).toEqual(['l0000', 'l1500', 'l2999']);
    expect(await redis.exists(`${boardKey(examId)}:next`, `${boardKey(examId)}:lock`)).toBe(0);
  });

  it('is read from PostgreSQL while Redis is away', async () => {
    await using server = await startRedisServer();
    const own = new Redis(server.url, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      retryStrategy: () => null,
    });
    own.on('error', () => undefined);
    await using board = createLeaderboard({ redis: own, prefix, em: orm.em, logger });
    const examId = newId();
    await grade([gradedAttempt(examId, 'ann', 90)]);
    await server.kill();
    await waitFor('the connection to be lost', () => own.status === 'end');
    expect(await leaders(examId, board)).toEqual([['ann', 1, 90]]);
    await expect(board.note([{ examId, learnerId: 'ann' }])).rejects.toThrow();
  });
});
