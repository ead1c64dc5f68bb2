import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { PassMark } from '../grading/pass-mark.ts';
import type { AttemptEnding } from './attempt-status.ts';

/** Which attempts to end, and why. Those whose time has run out end by that, whoever asks. */
export type Ending =
  /** Attempts of those who ask; that they are theirs was found before. */
  | { readonly by: 'LEARNERS'; readonly attemptIds: readonly string[] }
  | {
      readonly by: 'SWEEP';
      readonly actor: string;
      readonly limit: number;
      /** Not these, which cannot be ended; or this one alone. */
      readonly exceptIds: readonly string[];
      readonly onlyId?: string;
    }
  | { readonly by: 'CLOSING'; readonly actor: string; readonly examId: string; readonly limit: number }
  | {
      readonly by: 'PROCTOR';
      readonly actor: string;
      readonly reason: string;
      readonly courseId: string;
      readonly attemptIds: readonly string[];
    };

/** An attempt that ends now: its row is locked, and how and when it ends is decided. */
export type LockedAttempt = {
  readonly id: string;
  readonly examId: string;
  readonly paperId: string;
  readonly seed: number;
  /** The exam's, under which it is scored. */
  readonly keyRevision: number;
  readonly ending: AttemptEnding;
  readonly endsAt: Date;
  readonly passMark: PassMark;
};

type Row = Omit<LockedAttempt, 'ending' | 'passMark'> & {
  readonly isOverdue: boolean;
  readonly passPercent: number;
  readonly passPoints: number | null;
};

/**
 * People wait for the locks, taken in the order of ids as everybody does who takes several; sweeps leave to others what
 * others are at work on, and so cannot meet in a deadlock. The share of the exam keeps its keys as they are: a regrade
 * comes before or after.
 *
 * The exam comes before its attempts, clause before clause, as with all who change it and then move its attempts.
 *
 * The clock of a paused attempt stands still: it is never overdue, and ends now.
 */
export async function lockRunning(em: EntityManager, ending: Ending): Promise<LockedAttempt[]> {
  const { where, params, skips } = selectionOf(ending);
  const locked = await rows<Row>(
    em,
    `select a.id, a.exam_id as "examId", a.paper_id as "paperId", a.seed, e.key_revision as "keyRevision",
            a.paused_at is null and a.deadline_at <= now() as "isOverdue",
            (case when a.paused_at is null then least(a.deadline_at, now()) else now() end)::timestamptz(3) as "endsAt",
            e.pass_mark_percent as "passPercent", e.pass_mark_points as "passPoints"
       from exam.attempt a join exam.exam e on e.id = a.exam_id
      where a.status = 'IN_PROGRESS' and ${where}
        for key share of e for update of a ${skips ? 'skip locked' : ''}`,
    params,
  );
  return locked.map(({ isOverdue, passPercent, passPoints, ...attempt }) => ({
    ...attempt,
    ending: endingOf(ending.by, isOverdue),
    passMark: { percent: passPercent, points: passPoints },
  }));
}

function selectionOf(ending: Ending): { where: string; params: unknown[]; skips: boolean } {
  switch (ending.by) {
    case 'LEARNERS':
    case 'PROCTOR':
      return { where: 'a.id = any(?::uuid[]) order by a.id', params: [ending.attemptIds], skips: false };
    case 'SWEEP': {
      const { limit, exceptIds, onlyId } = ending;
      const which = onlyId === undefined ? 'a.id <> all(?::uuid[])' : 'a.id = ?';
      const where = `a.paused_at is null and a.accepts_until <= now() and ${which} order by a.accepts_until limit ?`;
      return { where, params: [onlyId ?? exceptIds, limit], skips: true };
    }
    case 'CLOSING':
      return { where: 'a.exam_id = ? limit ?', params: [ending.examId, ending.limit], skips: true };
    default:
      return ending satisfies never;
  }
}

const endingBy = {
  LEARNERS: 'HANDED_IN',
  SWEEP: 'TIME_RAN_OUT',
  CLOSING: 'EXAM_CLOSED',
  PROCTOR: 'ENDED_BY_PROCTOR',
} as const satisfies Record<Ending['by'], AttemptEnding>;

function endingOf(by: Ending['by'], isOverdue: boolean): AttemptEnding {
  return isOverdue ? 'TIME_RAN_OUT' : endingBy[by];
}
