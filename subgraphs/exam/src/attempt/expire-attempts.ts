import { rows } from '@lectern/postgres';
import { inputErrors, requireService } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { regradeLeft } from '../regrade/regrade-left.ts';
import { endAttemptsOfClosedExam } from './close-exam.ts';
import { prepareUnfinished } from './prepare-exam.ts';
import { sweepOverdue } from './sweep-overdue.ts';

const limitMax = 10_000;
/** After a regrade, in one sweep: some seconds' work, so that the next sweep is not kept waiting. */
const regradedTogetherMax = 10_000;

/**
 * Ends at most `limit` attempts whose time has run out, and what a closing left behind; makes ahead what publishing left
 * to be made, and grades anew what a regrade left. Returns how many ended.
 */
export async function expireAttempts(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'papers' | 'results' | 'events' | 'newSeed'>,
  limit: number,
): Promise<number> {
  const actor = requireService(deps.viewer);
  if (limit < 1 || limit > limitMax) {
    const message = `The limit must be 1 to ${limitMax}.`;
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'limit' } });
  }
  let count = await sweepOverdue(deps, actor, limit);
  // What fails at one of these keeps none of the others from being done.
  const failures: unknown[] = [];
  const attempted = (work: Promise<unknown>) => work.catch((error: unknown) => void failures.push(error));
  const closing = await rows<{ id: string }>(
    deps.em,
    `select id from exam.exam where status = 'CLOSED' and not has_ended_attempts order by id`,
  );
  for (const { id } of closing) {
    if (count >= limit) break;
    await attempted(
      endAttemptsOfClosedExam(deps, id, actor).then((ended) => {
        count += ended;
      }),
    );
  }
  await attempted(prepareUnfinished(deps.em, deps.newSeed));
  await attempted(regradeLeft(deps, regradedTogetherMax));
  if (failures.length > 0) throw failures[0];
  return count;
}
