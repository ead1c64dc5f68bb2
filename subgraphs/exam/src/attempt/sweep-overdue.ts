import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { endSteps, nextStepSize } from '../room/step-size.ts';
import { type EndDeps, endAttempts } from './end-attempts.ts';

/** Transactions at the same time: while one waits for PostgreSQL, the other works here. */
const besideEachOther = 2;

/**
 * Ends at most `limit` attempts whose time has run out, in steps as large as the server ends in some tens of
 * milliseconds, so that nobody waits long for a lock; returns how many. One that cannot be graded is told of, and left
 * for a person to look at: the others end all the same.
 */
export async function sweepOverdue(deps: EndDeps, actor: string, limit: number): Promise<number> {
  const failing = new Set<string>();
  let left = limit;
  let count = 0;
  let size = endSteps.first;
  const sweepOn = async () => {
    while (left > 0) {
      const share = Math.min(size, left);
      left -= share;
      const ended = await endSome(deps, actor, share, failing, (ms) => {
        size = nextStepSize(endSteps, share, ms);
      });
      count += ended;
      if (ended === 0) return;
      left += share - ended;
    }
  };
  await Promise.all(Array.from({ length: besideEachOther }, sweepOn));
  return count;
}

async function endSome(
  deps: EndDeps,
  actor: string,
  limit: number,
  failing: Set<string>,
  locksHeld: (ms: number) => void,
): Promise<number> {
  try {
    return (await endAttempts(deps, { by: 'SWEEP', actor, limit, exceptIds: [...failing] }, locksHeld)).length;
  } catch {
    // Throws as well when it is the database that fails, and then there is nothing to find out one by one.
    return endOneByOne(deps, actor, await listOverdue(deps.em, limit, failing), failing);
  }
}

async function endOneByOne(
  deps: EndDeps,
  actor: string,
  ids: readonly string[],
  failing: Set<string>,
): Promise<number> {
  let count = 0;
  for (const id of ids) {
    try {
      count += (await endAttempts(deps, { by: 'SWEEP', actor, limit: 1, onlyId: id, exceptIds: [] })).length;
    } catch (error) {
      failing.add(id);
      deps.events.attemptNotEnded({ attemptId: id, error });
    }
  }
  return count;
}

async function listOverdue(em: EntityManager, limit: number, failing: ReadonlySet<string>): Promise<string[]> {
  const found = await rows<{ id: string }>(
    em,
    `select id from exam.attempt
      where status = 'IN_PROGRESS' and paused_at is null and accepts_until <= now() and id <> all(?::uuid[])
      order by accepts_until limit ?`,
    [[...failing], limit],
  );
  return found.map(({ id }) => id);
}
