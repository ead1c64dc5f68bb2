import { rows } from '@lectern/postgres';
import { inputErrors, requireService } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { regradeLeft } from '../regrade/regrade-left.ts';
import { endAttemptsOfClosedExam } from './close-exam.ts';
import { type EndDeps, endAttempts } from './end-attempts.ts';
import { prepareUnfinished } from './prepare-exam.ts';

const limitMax = 10_000;
/** In one transaction: it is over in some tens of milliseconds, so nobody waits long for a lock. */
const endedTogetherMax = 50;
/** Transactions at the same time: while one waits for PostgreSQL, the other works here. */
const besideEachOther = 2;
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
  let count = await sweep(deps, actor, limit);
  const closing = await rows<{ id: string }>(
    deps.em,
    `select id from exam.exam where status = 'CLOSED' and not has_ended_attempts order by id`,
  );
  for (const { id } of closing) {
    if (count < limit) count += await endAttemptsOfClosedExam(deps, id, actor);
  }
  await prepareUnfinished(deps.em, deps.newSeed);
  await regradeLeft(deps, regradedTogetherMax);
  return count;
}

async function sweep(deps: EndDeps, actor: string, limit: number): Promise<number> {
  let left = limit;
  let count = 0;
  const sweepOn = async () => {
    while (left > 0) {
      const share = Math.min(endedTogetherMax, left);
      left -= share;
      const ended = await endAttempts(deps, { by: 'SWEEP', actor, limit: share });
      count += ended.length;
      if (ended.length === 0) return;
      left += share - ended.length;
    }
  };
  await Promise.all(Array.from({ length: besideEachOther }, sweepOn));
  return count;
}
