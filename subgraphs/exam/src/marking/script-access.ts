import { requireUser, type SignedInUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { findExam } from '../exam/exam.queries.ts';
import { teaches } from '../exam/exam-access.ts';
import { markingErrors } from './marking.errors.ts';
import { findScript, listMarks, type ScriptRow } from './script.queries.ts';
import { type ScriptView, scriptView } from './script-view.ts';

type AccessDeps = Pick<RequestDeps, 'viewer' | 'course' | 'em'>;

export type ScriptToMark = { readonly script: ScriptRow; readonly exam: ExamRow; readonly user: SignedInUser };

/** A script of an exam the viewer teaches, and not their own; throws UNAUTHENTICATED or SCRIPT_NOT_FOUND. */
export async function getScriptToMark(deps: AccessDeps, scriptId: string): Promise<ScriptToMark> {
  const user = requireUser(deps.viewer);
  const script = await findScript(deps.em, scriptId);
  const exam = script && (await findExam(deps.em, script.examId));
  if (!exam || script.learnerId === user.id || !(await teaches(deps, exam.courseId))) {
    throw markingErrors.make('SCRIPT_NOT_FOUND');
  }
  return { script, exam, user };
}

/** Whether people may mark it: its attempt has ended and waits for them. */
export function isMarkable({ attemptStatus }: ScriptRow): boolean {
  return attemptStatus === 'SUBMITTED' || attemptStatus === 'EXPIRED';
}

/** The script as the viewer may see it. */
export async function viewScript(
  { papers }: Pick<RequestDeps, 'papers'>,
  em: EntityManager,
  { script, exam, user }: ScriptToMark,
): Promise<ScriptView> {
  const [paper, marks] = [await papers.get(script.paperId), await listMarks(em, [script.id])];
  return scriptView({ script, marks, exam, question: paper.questionById.get(script.questionId), viewerId: user.id });
}
