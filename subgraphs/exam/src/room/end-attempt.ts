import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { attemptErrors } from '../attempt/attempt.errors.ts';
import { findAttempt } from '../attempt/attempt.queries.ts';
import { endAttempts } from '../attempt/end-attempts.ts';
import { readReason } from '../audit/reason.ts';
import type { RequestDeps } from '../deps.ts';
import { roomErrors } from './room.errors.ts';
import { getAttemptToSupervise } from './room-access.ts';

/** Ends a running attempt now; what was saved counts. Of two who do so at once, one does; the other is told. */
export async function endAttempt(
  deps: Pick<RequestDeps, 'viewer' | 'course' | 'em' | 'loaders' | 'papers' | 'results' | 'events' | 'rooms'>,
  attemptId: string,
  givenReason: string,
): Promise<AttemptRow> {
  const { attempt: found, exam, user } = await getAttemptToSupervise(deps, attemptId);
  const reason = readReason(givenReason);
  const by = { by: 'PROCTOR', actor: user.id, reason, courseId: exam.courseId, attemptIds: [found.id] } as const;
  const [ended] = await endAttempts(deps, by);
  if (!ended) throw roomErrors.make('ATTEMPT_NOT_RUNNING');
  deps.rooms.tell([ended.id]);
  deps.rooms.touch(exam.id);
  const attempt = await findAttempt(deps.em, ended.id);
  if (!attempt) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  return attempt;
}
