import { rows } from '@lectern/postgres';
import { requireService } from '@lectern/subgraph';
import { isUuid } from '../db/uuid.ts';
import type { RequestDeps } from '../deps.ts';

const failureLengthMax = 1_000;

/**
 * Marks a reminder as sent, or as failed for good, which may also be known before it was begun. Saying the same again
 * gives true again; false when the reminder is elsewhere.
 */
export async function finishReminder(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'events'>,
  id: string,
  failure: string | null,
): Promise<boolean> {
  requireService(deps.viewer);
  if (!isUuid(id)) return false;
  const status = failure === null ? 'SENT' : 'FAILED';
  const [row] = await rows<{ isNew: boolean }>(
    deps.em,
    `update exam.reminder r
        set status = ?, finished_at = coalesce(finished_at, now()), failure = coalesce(r.failure, ?)
       from (select id, status as before from exam.reminder where id = ? for update) o
      where r.id = o.id and (o.before = any(?::text[]) or o.before = ?)
      returning o.before <> r.status as "isNew"`,
    [
      status,
      failure?.replaceAll('\0', '').toWellFormed().slice(0, failureLengthMax) ?? null,
      id,
      failure === null ? ['BEGUN'] : ['BEGUN', 'CLAIMED'],
      status,
    ],
  );
  if (row?.isNew) deps.events.remindersChanged({ change: status, count: 1 });
  return row !== undefined;
}
