import { accessErrors, requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { isAllowedIn } from '../exam/allowed-networks.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { canSeeExam } from '../exam/exam-access.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { findRunningAttempt } from './attempt.queries.ts';
import { remainingSeconds as secondsUntil } from './deadline.ts';
import { type Device, readDevice } from './device.ts';
import { startAnew } from './start-anew.ts';

export type AttemptToStart = {
  readonly examId: string;
  readonly accessCode?: string | null | undefined;
} & Device;

type StartDeps = Pick<
  RequestDeps,
  'em' | 'viewer' | 'course' | 'events' | 'newSeed' | 'writer' | 'loaders' | 'codeTries' | 'rooms' | 'knownAttempts'
>;

/**
 * Starts an attempt of the viewer, or gives back the one that runs. The paper and the order are fixed from here on. An
 * attempt that was made ahead is begun together with those of others, by one update; all else takes the longer way,
 * which also finds out what stands in the way.
 */
export async function startAttempt(deps: StartDeps, input: AttemptToStart): Promise<AttemptRow> {
  const user = requireUser(deps.viewer);
  const device = readDevice(input);
  const exam = await deps.loaders.exam.load(input.examId);
  if (!exam || !(await canSeeExam(deps, exam))) throw examErrors.make('EXAM_NOT_FOUND');
  const asked = { examId: exam.id, learnerId: user.id, ...device };
  const refusal = accessRefusal(deps, exam, user.id, input.accessCode);
  const begun = refusal ? null : await deps.writer.start(asked);
  if (begun) {
    deps.events.attemptStarted({ attemptId: begun.id, examId: exam.id });
    deps.rooms.touch(exam.id);
    deps.knownAttempts.remember(begun, exam);
    tellWhatIsKnown(deps.loaders, begun);
    return begun;
  }
  // Who is inside already needs no code any more.
  const running = await findRunningAttempt(deps.em, exam.id, user.id);
  if (running) return running;
  if (refusal) throw refusal;
  return startAnew(deps, asked);
}

/** Of an attempt that has just begun nobody needs to ask the database; both instants are of its clock. */
function tellWhatIsKnown(
  { answers, answeredCount, remainingSeconds }: StartDeps['loaders'],
  { id, startedAt, deadlineAt }: AttemptRow,
) {
  answers.prime(id, []);
  answeredCount.prime(id, 0);
  if (startedAt && deadlineAt) remainingSeconds.prime(id, secondsUntil(deadlineAt, startedAt));
}

/** Where the exam may be sat, and its code; null when both are right. */
function accessRefusal(
  { viewer, codeTries }: StartDeps,
  exam: ExamRow,
  learnerId: string,
  accessCode: string | null | undefined,
): Error | null {
  if (viewer.kind !== 'USER') return accessErrors.make('FORBIDDEN');
  if (!isAllowedIn(exam.allowedNetworks, viewer.address)) return examErrors.make('EXAM_NETWORK_NOT_ALLOWED');
  try {
    codeTries.check(exam, learnerId, accessCode);
    return null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
