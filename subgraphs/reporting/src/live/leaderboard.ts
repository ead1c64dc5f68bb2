import type { Logger } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Redis } from 'ioredis';
import { boardScore } from './board-score.ts';
import { listBestAfter, listBestOf } from './live.queries.ts';
import { type BestAttempt, leaderboardMax } from './live-stats.ts';

/**
 * Leaderboard: one sorted set per exam, a member per learner. PostgreSQL is the truth: a set that is not there is built
 * again from it, and while Redis or the set is away the leaders are read from PostgreSQL (live-reader.ts).
 */
export type Leaderboard = AsyncDisposable & {
  /** Takes over the best attempts of these learners, after the commit that may have changed them. */
  note(graded: readonly { readonly examId: string; readonly learnerId: string }[]): Promise<void>;
  /** The first learners, best first; undefined while the set or Redis is away, which it then sets about to change. */
  leaders(examId: string): Promise<string[] | undefined>;
};

export type LeaderboardOptions = {
  readonly redis: Redis;
  readonly prefix: string;
  /** Of the ORM; forked for each use. */
  readonly em: EntityManager;
  readonly logger: Logger;
};

const keepSeconds = 30 * 24 * 3_600;
const buildLockMs = 10 * 60_000;
const chunk = 1_000;
/** A member below all others: it makes the set exist without results, and tells a whole one from a rest. */
const sentinel = { member: '', score: -1 };

/** Of learners who have no result any more. Below the sentinel, and there: a set being built adds nobody over it. */
const noResult = -2;
/** How often a learner's best is read again because it changed meanwhile; then the next event for them puts it right. */
const noteRoundsMax = 5;

/** Only into sets that are there: adding to one that is gone would make it look whole. */
const noteScript = `
for _, key in ipairs(KEYS) do
  if redis.call('EXISTS', key) == 1 then
    for i = 2, #ARGV, 2 do redis.call('ZADD', key, ARGV[i], ARGV[i + 1]) end
    redis.call('EXPIRE', key, ARGV[1])
  end
end`;

/** A Redis that restarted meanwhile has lost the sentinel, and part of what was built with it. */
const finishScript = `
if not redis.call('ZSCORE', KEYS[2], ARGV[2]) then
  redis.call('DEL', KEYS[2])
  return 0
end
redis.call('RENAME', KEYS[2], KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1`;

export function createLeaderboard({ redis, prefix, em, logger }: LeaderboardOptions): Leaderboard {
  const building = new Map<string, Promise<void>>();
  const keysOf = (examId: string) => {
    const board = `${prefix}reporting:leaderboard:${examId}`;
    return { board, next: `${board}:next`, lock: `${board}:lock` };
  };

  async function build(examId: string): Promise<void> {
    const { board, next, lock } = keysOf(examId);
    if ((await redis.set(lock, '1', 'PX', buildLockMs, 'NX')) === null) return;
    try {
      // From here on `note` writes into the new set as well, and what it wrote is newer than what is read below: NX.
      await redis.multi().del(next).zadd(next, sentinel.score, sentinel.member).exec();
      let best: BestAttempt[];
      let after = '';
      do {
        best = await listBestAfter(em.fork(), examId, after, chunk);
        const members = best.flatMap((attempt) => [boardScore(attempt), attempt.learnerId]);
        if (members.length > 0) await redis.zadd(next, 'NX', ...members);
        after = best.at(-1)?.learnerId ?? after;
      } while (best.length === chunk);
      await redis.eval(finishScript, 2, board, next, keepSeconds, sentinel.member);
    } finally {
      await redis.del(lock);
    }
  }

  function buildOnce(examId: string): void {
    if (building.has(examId)) return;
    const work = build(examId)
      .catch((error: unknown) => logger.warn({ err: error, examId }, 'the leaderboard could not be built'))
      .finally(() => building.delete(examId));
    building.set(examId, work);
  }

  return {
    async note(graded) {
      let told = '';
      // Two who note the same learner may write in the other order than they read: who writes looks again.
      for (let round = 0; graded.length > 0 && round < noteRoundsMax; round += 1) {
        const standings = await readStandings(em, graded);
        const now = JSON.stringify(standings);
        if (now === told) return;
        told = now;
        for (const [examId, own] of Map.groupBy(standings, (standing) => standing.examId)) {
          const { board, next } = keysOf(examId);
          const members = own.flatMap(({ score, learnerId }) => [score, learnerId]);
          await redis.eval(noteScript, 2, board, next, keepSeconds, ...members);
        }
      }
    },
    async leaders(examId) {
      try {
        const { board } = keysOf(examId);
        const members = await redis.zrevrangebyscore(board, '+inf', sentinel.score, 'LIMIT', 0, leaderboardMax + 1);
        if (members.length > 0) return members.filter((member) => member !== sentinel.member).slice(0, leaderboardMax);
        buildOnce(examId);
      } catch (error) {
        logger.debug({ err: error, examId }, 'the leaderboard cannot be read from Redis');
      }
      return undefined;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(building.values());
    },
  };
}

/** What the set should say of these learners, each once; `noResult` where they have none. */
async function readStandings(
  em: EntityManager,
  graded: readonly { readonly examId: string; readonly learnerId: string }[],
): Promise<{ readonly examId: string; readonly learnerId: string; readonly score: number }[]> {
  const keyOf = ({ examId, learnerId }: { readonly examId: string; readonly learnerId: string }) =>
    JSON.stringify([examId, learnerId]);
  const best = new Map((await listBestOf(em.fork(), graded)).map((attempt) => [keyOf(attempt), attempt]));
  const learners = new Map(
    graded.map(({ examId, learnerId }) => [keyOf({ examId, learnerId }), { examId, learnerId }]),
  );
  return [...learners].map(([key, learner]) => {
    const attempt = best.get(key);
    return { ...learner, score: attempt ? boardScore(attempt) : noResult };
  });
}
