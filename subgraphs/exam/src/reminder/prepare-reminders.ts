import { rows, transaction } from '@lectern/postgres';
import { requireService } from '@lectern/subgraph';
import { isUuid } from '../db/uuid.ts';
import type { RequestDeps } from '../deps.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { shareExam } from '../exam/exam.queries.ts';

/**
 * Writes one row for each registered learner who has none for this opening, and takes back those of other openings
 * that nobody has begun to send. Returns how many are new. An exam that is open, closed or a draft has none to write.
 */
export async function prepareReminders(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'events'>,
  examId: string,
): Promise<number> {
  requireService(deps.viewer);
  if (!isUuid(examId)) throw examErrors.make('EXAM_NOT_FOUND');
  const { prepared, dropped } = await transaction(deps.em, async (em) => {
    const exam = await shareExam(em, examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    const taken = await rows(
      em,
      `update exam.reminder r set status = 'DROPPED' from exam.exam e
        where r.exam_id = ? and e.id = r.exam_id and r.status in ('WAITING', 'CLAIMED')
          and (e.status <> 'PUBLISHED' or e.opens_at <> r.opens_at)
        returning r.id`,
      [examId],
    );
    // A row that was dropped, because its learner had withdrawn or the exam had moved away and back, waits again.
    const written = await rows(
      em,
      `insert into exam.reminder as r (exam_id, learner_id, kind, opens_at)
        select e.id, g.learner_id, 'DAY_BEFORE', e.opens_at
          from exam.exam e join exam.registration g on g.exam_id = e.id
         where e.id = ? and e.status = 'PUBLISHED' and e.opens_at > now()
        on conflict (exam_id, learner_id, kind, opens_at)
          do update set status = 'WAITING', due_at = now() where r.status = 'DROPPED'
        returning 1`,
      [examId],
    );
    return { prepared: written.length, dropped: taken.length };
  });
  deps.events.remindersChanged({ change: 'PREPARED', count: prepared });
  deps.events.remindersChanged({ change: 'DROPPED', count: dropped });
  return prepared;
}
