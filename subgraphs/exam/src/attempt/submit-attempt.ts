import { requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { attemptErrors } from './attempt.errors.ts';
import { findAttempt } from './attempt.queries.ts';
import { refuseStrangers } from './attempt-access.ts';

/**
 * Hands in the viewer's attempt, together with those of others who hand in at the same moment; the result is there at
 * once. An attempt that has ended gives the same result again.
 */
export async function submitAttempt(
  deps: Pick<RequestDeps, 'viewer' | 'em' | 'course' | 'loaders' | 'knownAttempts' | 'writer'>,
  attemptId: string,
): Promise<AttemptRow> {
  const user = requireUser(deps.viewer);
  const known = await deps.knownAttempts.find(attemptId);
  if (known?.learnerId !== user.id) throw await refuseStrangers(deps, attemptId);
  const attempt = (await deps.writer.handIn(attemptId.toLowerCase())) ?? (await findAttempt(deps.em, attemptId));
  if (!attempt) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  if (attempt.status === 'NOT_STARTED') throw attemptErrors.make('ATTEMPT_NOT_STARTED');
  return attempt;
}
