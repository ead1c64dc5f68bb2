import { rows } from '@lectern/postgres';
import { requireService } from '@lectern/subgraph';
import { isUuid } from '../db/uuid.ts';
import type { RequestDeps } from '../deps.ts';
import { isStillDue } from './claim-reminders.ts';

/**
 * Marks a claimed reminder as on its way, if its claim still holds and the learner is still to be reminded. Of all who
 * were ever given it, one gets true: after that nobody can claim or begin it again, so nobody is reminded twice.
 */
export async function beginReminder(deps: Pick<RequestDeps, 'viewer' | 'em'>, id: string): Promise<boolean> {
  requireService(deps.viewer);
  if (!isUuid(id)) return false;
  const begun = await rows(
    deps.em,
    `update exam.reminder r set status = 'BEGUN', begun_at = now()
       from exam.exam e join exam.registration g on g.exam_id = e.id
      where r.id = ? and r.status = 'CLAIMED' and r.due_at > now()
        and e.id = r.exam_id and g.learner_id = r.learner_id and ${isStillDue}
      returning r.id`,
    [id],
  );
  return begun.length > 0;
}
