import { ExamDocument, ViewerDocument } from '@lectern/sdk';
import type { LeanClient } from './lean-client.ts';
import type { LearnerFacts } from './learner.ts';

/**
 * What the web app asks for until a learner sees the button that starts the exam: who is signed in, and the exam. Throws
 * when the button would not be there.
 */
export async function openExamPage(
  client: LeanClient,
  { learnerId, examId }: LearnerFacts,
  token: string,
): Promise<void> {
  const { viewer } = await client.ask(ViewerDocument, {}, token);
  if (viewer?.id !== learnerId) throw new Error('ANOTHER_VIEWER');
  const { exam } = await client.ask(ExamDocument, { id: examId }, token);
  if (exam?.id !== examId) throw new Error('NO_EXAM');
  if (!exam.viewerIsRegistered) throw new Error('NOT_REGISTERED');
  if (exam.viewerStartObstacle) throw new Error(exam.viewerStartObstacle);
}
