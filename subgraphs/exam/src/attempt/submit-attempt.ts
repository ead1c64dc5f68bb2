import { requireUser } from '@lectern/subgraph';
import { isUuid } from '../db/uuid.ts';
import type { RequestDeps } from '../deps.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { attemptErrors } from './attempt.errors.ts';
import { findAttempt } from './attempt.queries.ts';
import { refuseStrangers } from './attempt-access.ts';
import { endAttempts } from './end-attempts.ts';

/** Hands in the viewer's attempt; the result is there at once. An attempt that has ended gives the same result again. */
export async function submitAttempt(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'course' | 'loaders' | 'results' | 'events'>,
  attemptId: string,
): Promise<AttemptRow> {
  const user = requireUser(deps.viewer);
  if (!isUuid(attemptId)) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  const [ended] = await endAttempts(deps, { by: 'LEARNER', attemptId, learnerId: user.id });
  const attempt = ended ?? (await findAttempt(deps.em, attemptId));
  if (attempt?.learnerId !== user.id) throw await refuseStrangers(deps, attemptId);
  return attempt;
}
