import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExamEvent, GradedAttemptFact } from '@lectern/events';
import { createLogger, newId } from '@lectern/runtime';
import { testDatabase } from '@lectern/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import fc from 'fast-check';
import { projectExamEvents } from '../src/attempt/project-exam-events.ts';
import { createReportingOrm } from '../src/db/orm.ts';
import { findExams } from '../src/exam/exam.queries.ts';
import { countExam, listLeaders, listRecentHandIns } from '../src/live/live.queries.ts';
import { bucketCount, bucketOf, compareBest, rank } from '../src/live/live-stats.ts';
import { migrateReporting } from './_start-test-reporting.ts';

let stack: AsyncDisposableStack;
let orm: MikroORM;
beforeAll(async () => {
  stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase('reporting', migrateReporting));
  const logger = createLogger('reporting', { level: 'silent', format: 'json' });
  orm = stack.adopt(await createReportingOrm({ dbUrl: database.url, dbPoolMax: 4 }, logger), (opened) =>
    opened.close(true),
  );
});
afterAll(async () => stack.disposeAsync());

/** What happened at an exam, as exam would tell it: a history of each learner, with regrades. */
type History = {
  readonly learner: number;
  readonly registrations: readonly boolean[];
  readonly attempts: readonly {
    readonly steps: readonly Step[];
    readonly seconds: number;
    readonly isExpired: boolean;
  }[];
};

/** What happens to an attempt after it began: it ends, is graded, again and again, voided, opened again. */
type Step = { readonly score: number } | { readonly isEnded: true } | { readonly takenBack: 'VOIDED' | 'IN_PROGRESS' };
const score = fc.integer({ min: 0, max: 20 }).map((points) => ({ score: points * 5 }));
const step = fc.oneof(
  { weight: 3, arbitrary: score },
  { weight: 1, arbitrary: fc.constant({ isEnded: true as const }) },
  { weight: 1, arbitrary: fc.record({ takenBack: fc.constantFrom('VOIDED' as const, 'IN_PROGRESS' as const) }) },
);

const histories = fc.uniqueArray(
  fc.record<History>({
    learner: fc.integer({ min: 0, max: 20 }),
    registrations: fc.array(fc.boolean(), { maxLength: 3 }),
    attempts: fc.array(
      fc.record({
        // None: it still runs.
        steps: fc.array(step, { maxLength: 4 }),
        seconds: fc.integer({ min: 1, max: 5 }),
        isExpired: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
  }),
  { selector: ({ learner }) => learner, maxLength: 8 },
);

const startedAt = Date.parse('2026-03-01T08:00:00.000Z');
const instant = (seconds: number) => new Date(startedAt + seconds * 1_000).toISOString();

function factOf(
  examId: string,
  { learner }: History,
  number: number,
  score: number,
  attempt: History['attempts'][number],
  revision: number,
): GradedAttemptFact {
  return {
    attemptId: `${examId}/${learner}/${number}`,
    examId,
    learnerId: `learner-${learner}`,
    number,
    startedAt: instant(0),
    revision,
    submittedAt: instant(attempt.seconds),
    isExpired: attempt.isExpired,
    pointsAwarded: score / 5,
    pointsMax: 20,
    scorePercent: score,
    isPassed: score >= 50,
  };
}

/** The events in the order in which they happened; two of them in each instant, told apart by their ids. */
function eventsOf(examId: string, all: readonly History[], versions: number): ExamEvent[] {
  let second = 0;
  const events: ExamEvent[] = [];
  const say = (said: Pick<ExamEvent, 'type' | 'payload'>) => {
    second += 1;
    events.push({ ...said, id: newId(startedAt + second), occurredAt: instant(Math.floor(second / 2)) } as ExamEvent);
  };
  for (let version = 1; version <= versions; version += 1) {
    const payload = { examId, courseId: 'c', title: `v${version}`, status: 'PUBLISHED' as const, version };
    say({ type: 'exam.exam.changed.v1', payload: { ...payload, opensAt: null, closesAt: null, timeLimitSeconds: 60 } });
  }
  for (const history of all) {
    for (const isRegistered of history.registrations) {
      const registrations = [{ learnerId: `learner-${history.learner}`, isRegistered }];
      say({ type: 'exam.registrations.changed.v1', payload: { examId, registrations } });
    }
    for (const [i, attempt] of history.attempts.entries()) {
      const fact = (score: number, revision: number) => factOf(examId, history, i + 1, score, attempt, revision);
      const { attemptId, learnerId, number, startedAt: at } = fact(0, 1);
      const begun = { attemptId, examId, learnerId, number, startedAt: at };
      say({ type: 'exam.attempts.started.v1', payload: { attempts: [{ ...begun, revision: 1 }] } });
      for (const [place, each] of attempt.steps.entries()) {
        const revision = place + 2;
        if ('score' in each) {
          say({ type: 'exam.attempts.graded.v1', payload: { attempts: [fact(each.score, revision)] } });
        } else if ('isEnded' in each) {
          const { submittedAt, isExpired } = fact(0, revision);
          const attempts = [{ ...begun, revision, submittedAt, isExpired }];
          say({ type: 'exam.attempts.ended.v1', payload: { attempts } });
        } else {
          const attempts = [{ ...begun, revision, status: each.takenBack }];
          say({ type: 'exam.attempts.taken-back.v1', payload: { attempts } });
        }
      }
    }
  }
  return events;
}

/** The numbers computed from what happened, without any event. */
function recompute(examId: string, all: readonly History[]) {
  const attempts = all.flatMap((history) =>
    history.attempts.map((attempt, i) => {
      const last = attempt.steps.at(-1);
      return last && 'score' in last ? factOf(examId, history, i + 1, last.score, attempt, 1) : undefined;
    }),
  );
  const ended = attempts.filter((attempt) => attempt !== undefined);
  const waiting = all
    .flatMap((history) => history.attempts)
    .filter(({ steps }) => {
      const last = steps.at(-1);
      return last !== undefined && 'isEnded' in last;
    });
  const histogram = new Array<number>(bucketCount).fill(0);
  for (const { scorePercent } of ended)
    histogram[bucketOf(scorePercent)] = (histogram[bucketOf(scorePercent)] ?? 0) + 1;
  const best = Map.groupBy(ended, ({ learnerId }) => learnerId)
    .values()
    .map((own) => own.map(toBest).toSorted(compareBest)[0])
    .filter((attempt) => attempt !== undefined);
  return {
    registeredCount: all.filter(({ registrations }) => registrations.at(-1) === true).length,
    startedCount: all.flatMap((history) => history.attempts).filter((attempt) => !isVoided(attempt)).length,
    handedInCount: ended.length + waiting.length,
    gradedCount: ended.length,
    passedCount: ended.filter(({ isPassed }) => isPassed).length,
    meanScorePercent:
      ended.length === 0 ? null : ended.reduce((sum, { scorePercent }) => sum + scorePercent, 0) / ended.length,
    histogram,
    leaderboard: rank([...best]),
    handIns: ended.length,
  };
}

function isVoided({ steps }: History['attempts'][number]): boolean {
  const last = steps.at(-1);
  return last !== undefined && 'takenBack' in last && last.takenBack === 'VOIDED';
}

function toBest({ learnerId, scorePercent, startedAt: begin, submittedAt }: GradedAttemptFact) {
  return { learnerId, scorePercent, durationSeconds: (Date.parse(submittedAt) - Date.parse(begin)) / 1_000 };
}

async function readBack(examId: string) {
  const { asOf, ...counters } = await countExam(orm.em.fork(), examId);
  return {
    ...counters,
    leaderboard: rank(await listLeaders(orm.em.fork(), examId)),
    handIns: (await listRecentHandIns(orm.em.fork(), examId)).length,
  };
}

describe('the read models', () => {
  it('are what happened, in whatever order, however often and however much at once it is told', async () => {
    const telling = histories.chain((all) => {
      const events = eventsOf(newId(), all, 2);
      const indexes = events.map((_, i) => i);
      return fc.record({
        all: fc.constant(all),
        events: fc.constant(events),
        // Each at least once, in any order, some again.
        order: fc
          .tuple(fc.shuffledSubarray(indexes, { minLength: indexes.length }), fc.shuffledSubarray(indexes))
          .map(([first, again]) => [...first, ...again]),
        // One by one, or so many at once.
        together: fc.integer({ min: 1, max: 12 }),
      });
    });
    await fc.assert(
      fc.asyncProperty(telling, async ({ all, events, order, together }) => {
        const [first] = events;
        if (first?.type !== 'exam.exam.changed.v1') throw new Error('a history begins with its exam');
        // Every run has an exam of its own, also when a failure is made smaller.
        const { examId: written } = first.payload;
        const examId = newId();
        const own = (event: ExamEvent): ExamEvent => JSON.parse(JSON.stringify(event).replaceAll(written, examId));
        const told = order.flatMap((index) => events[index] ?? []).map(own);
        for (let from = 0; from < told.length; from += together)
          await projectExamEvents(orm.em.fork(), told.slice(from, from + together));
        expect(await readBack(examId)).toEqual(recompute(examId, all));
        const [exam] = await findExams(orm.em.fork(), [examId]);
        expect(exam).toMatchObject({ title: 'v2', version: 2 });
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('are the same although the same events are told by many at once', async () => {
    const examId = newId();
    const all: History[] = Array.from({ length: 10 }, (_, learner) => ({
      learner,
      registrations: [true],
      attempts: [
        {
          steps: [
            { score: learner * 10 },
            { takenBack: learner % 3 === 0 ? 'VOIDED' : 'IN_PROGRESS' },
            ...(learner % 2 ? [{ score: 100 - learner * 10 }] : []),
          ],
          seconds: 5,
          isExpired: false,
        },
      ],
    }));
    const events = eventsOf(examId, all, 3);
    await Promise.all(
      [events, events.toReversed(), events].map(async (order) => {
        for (const event of order) await projectExamEvents(orm.em.fork(), [event]);
      }),
    );
    expect(await readBack(examId)).toEqual(recompute(examId, all));
  });

  it('take a thousand learners in one event, one of them twice', async () => {
    const examId = newId();
    const learners = Array.from({ length: 1_000 }, (_, i) => ({ learnerId: `l${i}`, isRegistered: true }));
    const attempts = learners.map((_, learner) =>
      factOf(
        examId,
        { learner, registrations: [], attempts: [] },
        1,
        learner % 101,
        {
          steps: [],
          seconds: 9,
          isExpired: false,
        },
        2,
      ),
    );
    const envelope = { id: newId(), occurredAt: instant(0) };
    const registrations = [...learners, { learnerId: 'l0', isRegistered: false }];
    await projectExamEvents(orm.em.fork(), [
      { ...envelope, type: 'exam.registrations.changed.v1', payload: { examId, registrations } },
    ]);
    const twice = [...attempts, ...attempts.slice(0, 1)];
    await projectExamEvents(orm.em.fork(), [
      { ...envelope, type: 'exam.attempts.graded.v1', payload: { attempts: twice } },
    ]);
    expect(await readBack(examId)).toMatchObject({
      registeredCount: 999,
      startedCount: 1_000,
      handedInCount: 1_000,
      handIns: 20,
    });
  });
});
