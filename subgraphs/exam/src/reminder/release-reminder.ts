import { rows } from '@lectern/postgres';
import { inputErrors, requireService } from '@lectern/subgraph';
import { isUuid } from '../db/uuid.ts';
import type { RequestDeps } from '../deps.ts';

const retryAfterSecondsMax = 86_400;

/** Gives a claimed reminder back, to be claimed again after so many seconds; false once it was begun. */
export async function releaseReminder(
  deps: Pick<RequestDeps, 'viewer' | 'em'>,
  id: string,
  retryAfterSeconds: number,
): Promise<boolean> {
  requireService(deps.viewer);
  if (retryAfterSeconds < 0 || retryAfterSeconds > retryAfterSecondsMax) {
    const message = `It must be 0 to ${retryAfterSecondsMax}.`;
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'retryAfterSeconds' } });
  }
  if (!isUuid(id)) return false;
  const released = await rows(
    deps.em,
    `update exam.reminder set status = 'WAITING', due_at = now() + ? * interval '1 second'
      where id = ? and status = 'CLAIMED' returning id`,
    [retryAfterSeconds, id],
  );
  return released.length > 0;
}
