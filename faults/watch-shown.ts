import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@lectern/bench/answers/school/stores';
import { type LearnersReport, learnersNow, type ShownAnswer } from './learners/orders.ts';

/** Compares what learners are shown with the database, again and again while things go wrong. */
export type ShownWatch = AsyncDisposable & {
  stop(): Promise<{ readonly falselySaved: readonly string[]; readonly wrongClocks: readonly string[] }>;
};

const everyMs = 1_500;
/** What a shown clock may differ by: a request's time and the reading of both. */
const clockToleranceSeconds = 3;

export function watchShown(
  databaseUrl: string,
  look: () => Promise<LearnersReport[]>,
  readsClocks: boolean,
): ShownWatch {
  const falselySaved = new Set<string>();
  const wrongClocks = new Set<string>();
  const stopping = new AbortController();

  async function compare(): Promise<void> {
    const reports = await look();
    // First what is shown, then the database: what is there later may be newer, never older.
    for (const sentence of await findFalse(
      databaseUrl,
      reports.flatMap(({ shown }) => shown),
    ))
      falselySaved.add(sentence);
    if (!readsClocks) return;
    for (const sentence of await findWrongClocks(databaseUrl, reports)) wrongClocks.add(sentence);
  }
  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      // While PostgreSQL is away there is nothing to compare with.
      await compare().catch(() => undefined);
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  const watching = watch();
  return {
    async stop() {
      stopping.abort();
      await watching;
      await compare();
      return { falselySaved: [...falselySaved], wrongClocks: [...wrongClocks] };
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await watching;
    },
  };
}

async function findFalse(databaseUrl: string, shown: readonly ShownAnswer[]): Promise<string[]> {
  const stored = await withClient(databaseUrl, async (client) => {
    const ids = [...new Set(shown.map(({ attemptId }) => attemptId))];
    const text =
      'select attempt_id as a, question_id as q, sequence as s from exam.answer where attempt_id = any($1::uuid[])';
    const { rows } = await client.query<{ a: string; q: string; s: number }>(text, [ids]);
    return new Map(rows.map(({ a, q, s }) => [`${a}:${q}`, s]));
  });
  return shown.flatMap(({ attemptId, questionId, sequence }) => {
    const found = stored.get(`${attemptId}:${questionId}`) ?? 0;
    return found >= sequence ? [] : [`${attemptId}:${questionId} shown as saved with ${sequence}, stored ${found}`];
  });
}

async function findWrongClocks(databaseUrl: string, reports: readonly LearnersReport[]): Promise<string[]> {
  // One process of learners looks at once, another when its learners have ended: each clock is as old as its report.
  const clocks = reports.flatMap(({ remaining, lookedAt }) => remaining.map((clock) => ({ ...clock, lookedAt })));
  const endsAt = await withClient(databaseUrl, async (client) => {
    const text = `select id, extract(epoch from deadline_at - clock_timestamp())::float8 as seconds
      from exam.attempt where status = 'IN_PROGRESS' and id = any($1::uuid[])`;
    const { rows } = await client.query<{ id: string; seconds: number }>(text, [
      clocks.map(({ attemptId }) => attemptId),
    ]);
    const readAt = learnersNow();
    return new Map(rows.map(({ id, seconds }) => [id, readAt + seconds * 1_000]));
  });
  return clocks.flatMap(({ attemptId, seconds, lookedAt }) => {
    const end = endsAt.get(attemptId);
    if (end === undefined) return [];
    const right = (end - lookedAt) / 1_000;
    const isRight = Math.abs(right - seconds) <= clockToleranceSeconds;
    return isRight ? [] : [`the clock of ${attemptId} shows ${seconds.toFixed(0)} s, ${right.toFixed(0)} s were left`];
  });
}
