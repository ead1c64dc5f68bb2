import { inputErrors, requireUser, type SignedInUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { getExamToTeach, requireTeacher } from '../exam/exam-access.ts';

/** Whose questions are meant: an exam's, or those of a course's bank. */
export type ExchangePlace =
  | { readonly kind: 'EXAM'; readonly examId: string; readonly courseId: string; readonly title: string }
  | { readonly kind: 'BANK'; readonly courseId: string };

type Named = { readonly examId?: string | null | undefined; readonly courseId?: string | null | undefined };

/** The place that is named, for one who teaches the course; throws BAD_INPUT unless exactly one is named. */
export async function getExchangePlace(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course'>,
  { examId, courseId }: Named,
): Promise<{ place: ExchangePlace; user: SignedInUser }> {
  const user = requireUser(deps.viewer);
  const ofExam = examId ?? null;
  const ofCourse = courseId ?? null;
  if (ofExam !== null && ofCourse === null) {
    const { exam } = await getExamToTeach(deps, ofExam);
    return { place: { kind: 'EXAM', examId: exam.id, courseId: exam.courseId, title: exam.title }, user };
  }
  if (ofCourse === null || ofExam !== null) {
    const message = 'Name an exam, or a course for its bank, and not both.';
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: ofExam === null ? 'examId' : 'courseId' } });
  }
  await requireTeacher(deps, ofCourse);
  return { place: { kind: 'BANK', courseId: ofCourse }, user };
}
