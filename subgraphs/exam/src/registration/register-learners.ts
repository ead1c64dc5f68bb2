import { transaction } from '@lectern/postgres';
import { inputErrors } from '@lectern/subgraph';
import { appendAudit } from '../audit/audit-log.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { shareExam } from '../exam/exam.queries.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { isLearnerId } from './learner-ids.ts';
import { registerSome } from './register-from-file.ts';

const learnersMax = 1_000;

/** Registers learners in bulk, with one statement; also for a draft, so that lists can be ready beforehand. */
export async function registerLearners(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'events' | 'newSeed' | 'rooms'>,
  examId: string,
  learnerIds: readonly string[],
): Promise<{ exam: ExamRow; registeredCount: number }> {
  const { user } = await getExamToTeach(deps, examId);
  checkIds(learnerIds);
  const outcome = await transaction(deps.em, async (em) => {
    const exam = await shareExam(em, examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    if (exam.status === 'CLOSED') throw examErrors.make('EXAM_CLOSED');
    const { length: count } = await registerSome(em, exam, [...new Set(learnerIds)], deps.newSeed);
    const entry = { courseId: exam.courseId, examId, actor: user.id, action: 'LEARNERS_REGISTERED' } as const;
    await appendAudit(em, [{ ...entry, detail: { count } }]);
    return { exam, registeredCount: count };
  });
  deps.events.learnersRegistered({ examId, count: outcome.registeredCount });
  deps.rooms.touch(examId);
  return outcome;
}

function checkIds(learnerIds: readonly string[]): void {
  if (learnerIds.length >= 1 && learnerIds.length <= learnersMax && learnerIds.every(isLearnerId)) return;
  const message = `Name 1 to ${learnersMax} learners, each by the id of an account.`;
  throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'learnerIds' } });
}
