import { rows, transaction } from '@lectern/postgres';
import { inputErrors, requireService } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestDeps } from '../deps.ts';
import type { ExamOpening } from './upcoming-exams.ts';

/** One reminder to send to one learner. */
export type DueReminder = { readonly id: string; readonly learnerId: string; readonly exam: ExamOpening };

const limitMax = 1_000;
const leaseSecondsMax = 3_600;

/**
 * Claims at most `limit` reminders for `leaseSeconds`. Each is checked once more under its lock: those of learners who
 * withdrew, of exams that moved, opened or closed, are dropped instead.
 */
export async function claimReminders(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'events'>,
  limit: number,
  leaseSeconds: number,
): Promise<DueReminder[]> {
  requireService(deps.viewer);
  checkRange('limit', limit, limitMax);
  checkRange('leaseSeconds', leaseSeconds, leaseSecondsMax);
  const claimed: DueReminder[] = [];
  let dropped = 0;
  while (claimed.length < limit) {
    const round = await transaction(deps.em, (em) => claimRound(em, limit - claimed.length, leaseSeconds));
    claimed.push(...round.claimed);
    dropped += round.seen - round.claimed.length;
    if (round.seen === 0) break;
  }
  deps.events.remindersChanged({ change: 'CLAIMED', count: claimed.length });
  deps.events.remindersChanged({ change: 'DROPPED', count: dropped });
  return claimed;
}

type ClaimedRow = ExamOpening & {
  readonly id: string;
  readonly learnerId: string;
};

async function claimRound(em: EntityManager, limit: number, leaseSeconds: number) {
  const locked = await rows<{ id: string }>(
    em,
    `select id from exam.reminder where status in ('WAITING', 'CLAIMED') and due_at <= now()
      order by due_at, id limit ? for update skip locked`,
    [limit],
  );
  const ids = locked.map(({ id }) => id);
  if (ids.length === 0) return { seen: 0, claimed: [] };
  const found = await rows<ClaimedRow>(
    em,
    `update exam.reminder r set status = 'CLAIMED', due_at = now() + ? * interval '1 second'
       from exam.exam e join exam.registration g on g.exam_id = e.id
      where r.id = any(?::uuid[]) and e.id = r.exam_id and g.learner_id = r.learner_id and ${isStillDue}
      returning r.id, r.learner_id as "learnerId", e.id as "examId", e.title, e.opens_at as "opensAt",
                e.closes_at as "closesAt", e.time_limit_seconds as "timeLimitSeconds"`,
    [leaseSeconds, ids],
  );
  const kept = new Set(found.map(({ id }) => id));
  await rows(em, `update exam.reminder set status = 'DROPPED' where id = any(?::uuid[])`, [
    ids.filter((id) => !kept.has(id)),
  ]);
  return { seen: ids.length, claimed: found.map(({ id, learnerId, ...exam }) => ({ id, learnerId, exam })) };
}

/** Of a reminder `r` and its exam `e`. */
export const isStillDue = "e.status = 'PUBLISHED' and e.opens_at = r.opens_at and e.opens_at > now()";

function checkRange(field: string, value: number, max: number): void {
  if (value >= 1 && value <= max) return;
  throw inputErrors.make('BAD_INPUT', { message: `It must be 1 to ${max}.`, facts: { field } });
}
