import { rows } from '@lectern/postgres';
import { inputErrors, requireService } from '@lectern/subgraph';
import { isUuid } from '../db/uuid.ts';
import type { RequestDeps } from '../deps.ts';

const retryAfterSecondsMax = 86_400;

/**
 * Lets a begun reminder be claimed again, for the one case in which that is safe: its sender knows that the message
 * did not go out. As long as its claim lasts nobody else can have begun it; false afterwards.
 */
export async function takeBackReminder(
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
  const takenBack = await rows(
    deps.em,
    `update exam.reminder set status = 'WAITING', begun_at = null, due_at = now() + ? * interval '1 second'
      where id = ? and status = 'BEGUN' and due_at > now() returning id`,
    [retryAfterSeconds, id],
  );
  return takenBack.length > 0;
}
