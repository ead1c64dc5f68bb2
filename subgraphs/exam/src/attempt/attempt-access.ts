import type { LecternError } from '@lectern/errors';
import { isSignedIn } from '@lectern/request-signing';
import { accessErrors, hasRole } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { isKnownToTeach } from '../exam/exam-access.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { attemptErrors } from './attempt.errors.ts';
import { findAttempt } from './attempt.queries.ts';

/**
 * What the viewer is to an attempt. Supervisors watch over the exam and see no results; participants have handed in an
 * exam whose results all of them see.
 */
export type Relation = 'LEARNER' | 'TEACHER' | 'SUPERVISOR' | 'PARTICIPANT' | 'STRANGER';

type AccessDeps = Pick<RequestDeps, 'viewer' | 'em' | 'course' | 'loaders'>;

/** Learners are known without asking anybody, so that exams go on when other services do not. */
export async function relationTo(deps: AccessDeps, attempt: AttemptRow): Promise<Relation> {
  const { viewer, loaders } = deps;
  if (!isSignedIn(viewer)) return 'STRANGER';
  if (viewer.id === attempt.learnerId) return 'LEARNER';
  const exam = await loaders.exam.load(attempt.examId);
  if (!exam) return 'STRANGER';
  if (await isKnownToTeach(deps, exam.courseId)) return 'TEACHER';
  if (hasRole(viewer, 'PROCTOR')) return 'SUPERVISOR';
  if (exam.resultVisibility !== 'PARTICIPANTS' || attempt.status !== 'GRADED') return 'STRANGER';
  return (await loaders.viewerHasHandedIn.load(exam.id)) ? 'PARTICIPANT' : 'STRANGER';
}

/** The error for a mutation on an attempt that is not the viewer's: FORBIDDEN if they may see it, else not found. */
export async function refuseStrangers(deps: AccessDeps, attemptId: string): Promise<LecternError> {
  const attempt = await findAttempt(deps.em, attemptId);
  const isSeen = attempt !== null && (await relationTo(deps, attempt)) !== 'STRANGER';
  return isSeen ? accessErrors.make('FORBIDDEN') : attemptErrors.make('ATTEMPT_NOT_FOUND');
}
