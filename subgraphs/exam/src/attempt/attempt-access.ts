import type { LecternError } from '@lectern/errors';
import { isSignedIn } from '@lectern/request-signing';
import { accessErrors } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { findExam } from '../exam/exam.queries.ts';
import { isKnownToTeach } from '../exam/exam-access.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { attemptErrors } from './attempt.errors.ts';
import { findAttempt, listGradedExamIds } from './attempt.queries.ts';

/** What the viewer is to an attempt. Participants have handed in an exam whose results all of them see. */
export type Relation = 'LEARNER' | 'TEACHER' | 'PARTICIPANT' | 'STRANGER';

type AccessDeps = Pick<RequestDeps, 'viewer' | 'em' | 'course'>;

/** Learners are known without asking anybody, so that exams go on when other services do not. */
export async function relationTo(
  deps: AccessDeps,
  attempt: AttemptRow,
  examOf: (examId: string) => Promise<ExamRow | null> = (examId) => findExam(deps.em, examId),
): Promise<Relation> {
  const { viewer } = deps;
  if (!isSignedIn(viewer)) return 'STRANGER';
  if (viewer.id === attempt.learnerId) return 'LEARNER';
  const exam = await examOf(attempt.examId);
  if (!exam) return 'STRANGER';
  if (await isKnownToTeach(deps, exam.courseId)) return 'TEACHER';
  if (exam.resultVisibility !== 'PARTICIPANTS' || attempt.status !== 'GRADED') return 'STRANGER';
  const handedIn = await listGradedExamIds(deps.em, viewer.id, [exam.id]);
  return handedIn.length > 0 ? 'PARTICIPANT' : 'STRANGER';
}

/** The error for a mutation on an attempt that is not the viewer's: FORBIDDEN if they may see it, else not found. */
export async function refuseStrangers(deps: AccessDeps, attemptId: string): Promise<LecternError> {
  const attempt = await findAttempt(deps.em, attemptId);
  const isSeen = attempt !== null && (await relationTo(deps, attempt)) !== 'STRANGER';
  return isSeen ? accessErrors.make('FORBIDDEN') : attemptErrors.make('ATTEMPT_NOT_FOUND');
}
