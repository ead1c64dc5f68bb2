import { type AttemptsGraded, streamNames } from '@lectern/events';
import { appendToOutbox, rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { schemaName } from '../db/orm.ts';
import type { ServiceDeps } from '../deps.ts';
import type { PassMark } from '../grading/pass-mark.ts';
import { scoreAttempt } from '../grading/score-attempt.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { findAttempts } from './attempt.queries.ts';
import { logMoves } from './attempt-log.queries.ts';
import { type AttemptEnding, endedStatus } from './attempt-status.ts';

/** What ending attempts needs; `results` publishes what was graded. */
export type EndDeps = Pick<ServiceDeps, 'results' | 'events'> & { readonly em: EntityManager };

/** Which attempts to end, and why. Those whose time has run out end by that, whoever asks. */
export type Ending =
  | { readonly by: 'LEARNER'; readonly attemptId: string; readonly learnerId: string }
  | { readonly by: 'SWEEP'; readonly limit: number }
  | { readonly by: 'CLOSING'; readonly examId: string; readonly actor: string; readonly limit: number };

/**
 * Ends running attempts and grades them, in one transaction: status, result, log and event are there together or not
 * at all. The row lock decides every race, and only what is still IN_PROGRESS under the lock is ended; so of hand-in,
 * sweep and closing exactly one wins. Afterwards the results are published. Returns the attempts this call ended.
 */
export async function endAttempts(deps: EndDeps, ending: Ending): Promise<AttemptRow[]> {
  const ended = await transaction(deps.em, async (em) => {
    const locked = await lockRunning(em, ending);
    if (locked.length === 0) return [];
    const graded = await grade(em, locked, ending);
    await logEndings(em, graded, ending);
    await appendGraded(em, graded);
    return findAttempts(
      em,
      graded.map(({ id }) => id),
    );
  });
  for (const kind of ['HANDED_IN', 'TIME_RAN_OUT', 'EXAM_CLOSED'] as const) {
    const count = ended.filter((attempt) => attempt.ending === kind).length;
    if (count > 0) deps.events.attemptsEnded({ ending: kind, count });
  }
  await deps.results.publish(ended);
  return ended;
}

type LockedAttempt = {
  readonly id: string;
  readonly isOverdue: boolean;
  readonly endsAt: Date;
  readonly pointsMax: number;
  readonly passMark: PassMark;
};

/** A person waits for the lock; sweeps leave to others what others are at work on, and so cannot meet in a deadlock. */
async function lockRunning(em: EntityManager, ending: Ending): Promise<LockedAttempt[]> {
  const { where, params } = selectionOf(ending);
  return rows<LockedAttempt>(
    em,
    `select a.id, a.deadline_at <= now() as "isOverdue", least(a.deadline_at, now())::timestamptz(3) as "endsAt",
            p.points_max as "pointsMax",
            json_build_object('percent', e.pass_mark_percent, 'points', e.pass_mark_points) as "passMark"
       from exam.attempt a join exam.paper p on p.id = a.paper_id join exam.exam e on e.id = a.exam_id
      where a.status = 'IN_PROGRESS' and ${where}`,
    params,
  );
}

function selectionOf(ending: Ending): { where: string; params: unknown[] } {
  switch (ending.by) {
    case 'LEARNER':
      return { where: 'a.id = ? and a.learner_id = ? for update of a', params: [ending.attemptId, ending.learnerId] };
    case 'SWEEP':
      return {
        where: 'a.deadline_at <= now() order by a.deadline_at limit ? for update of a skip locked',
        params: [ending.limit],
      };
    case 'CLOSING':
      return { where: 'a.exam_id = ? limit ? for update of a skip locked', params: [ending.examId, ending.limit] };
    default:
      return ending satisfies never;
  }
}

type Graded = { readonly id: string; readonly ending: AttemptEnding };

/**
 * A statement of its own: the one that locked has a snapshot from before it waited, and would miss answers that were
 * committed meanwhile. From here on there are none to come.
 */
async function grade(em: EntityManager, locked: readonly LockedAttempt[], { by }: Ending): Promise<Graded[]> {
  const sums = await rows<{ id: string; points: number }>(
    em,
    `select attempt_id as id, sum(points_awarded) as points from exam.answer
      where attempt_id = any(?::uuid[]) and points_awarded is not null group by attempt_id`,
    [locked.map(({ id }) => id)],
  );
  const pointsOf = new Map(sums.map(({ id, points }) => [id, points]));
  const graded = locked.map((attempt) => ({
    id: attempt.id,
    endsAt: attempt.endsAt,
    ending: endingOf(by, attempt.isOverdue),
    ...scoreAttempt(pointsOf.get(attempt.id) ?? 0, attempt.pointsMax, attempt.passMark),
  }));
  await rows(
    em,
    `update exam.attempt a set status = 'GRADED', revision = a.revision + 1, ending = g.ending, submitted_at = g.ends_at, graded_at = now(),
            points_awarded = g.points, points_max = g.points_max, score_percent = g.percent, is_passed = g.is_passed
       from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::float8[], ?::float8[], ?::float8[], ?::boolean[])
         as g (id, ending, ends_at, points, points_max, percent, is_passed)
      where a.id = g.id`,
    [
      graded.map(({ id }) => id),
      graded.map((attempt) => attempt.ending),
      graded.map(({ endsAt }) => endsAt),
      graded.map(({ pointsAwarded }) => pointsAwarded),
      graded.map(({ pointsMax }) => pointsMax),
      graded.map(({ scorePercent }) => scorePercent),
      graded.map(({ isPassed }) => isPassed),
    ],
  );
  return graded;
}

function endingOf(by: Ending['by'], isOverdue: boolean): AttemptEnding {
  if (isOverdue || by === 'SWEEP') return 'TIME_RAN_OUT';
  return by === 'CLOSING' ? 'EXAM_CLOSED' : 'HANDED_IN';
}

async function logEndings(em: EntityManager, graded: readonly Graded[], ending: Ending): Promise<void> {
  const actor = ending.by === 'LEARNER' ? ending.learnerId : ending.by === 'CLOSING' ? ending.actor : 'sweep';
  const moves = graded.flatMap(({ id: attemptId, ending: reason }) => {
    const via = endedStatus(reason);
    return [
      { attemptId, from: 'IN_PROGRESS', to: via, actor, reason } as const,
      { attemptId, from: via, to: 'GRADED', actor, reason: null } as const,
    ];
  });
  await logMoves(em, moves);
}

async function appendGraded(em: EntityManager, graded: readonly Graded[]): Promise<void> {
  const attempts = await findAttempts(
    em,
    graded.map(({ id }) => id),
  );
  const event: Pick<AttemptsGraded, 'type' | 'payload'> = {
    type: 'exam.attempts.graded.v1',
    payload: { attempts: attempts.map(factOf) },
  };
  await appendToOutbox(em, schemaName, streamNames.exam, event);
}

function factOf(attempt: AttemptRow): AttemptsGraded['payload']['attempts'][number] {
  const { submittedAt, pointsAwarded, pointsMax, scorePercent, isPassed } = attempt;
  if (
    submittedAt === null ||
    pointsAwarded === null ||
    pointsMax === null ||
    scorePercent === null ||
    isPassed === null ||
    attempt.startedAt === null
  ) {
    throw new Error(`attempt ${attempt.id} has no result`);
  }
  return {
    attemptId: attempt.id,
    examId: attempt.examId,
    learnerId: attempt.learnerId,
    number: attempt.number,
    startedAt: attempt.startedAt.toISOString(),
    revision: attempt.revision,
    submittedAt: submittedAt.toISOString(),
    isExpired: attempt.ending === 'TIME_RAN_OUT',
    pointsAwarded,
    pointsMax,
    scorePercent,
    isPassed,
  };
}
