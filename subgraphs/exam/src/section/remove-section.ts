import type { EditDeps } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from '../question/authored-paper.ts';
import { orderQuestions } from '../question/question.queries.ts';
import { editSection } from './edit-section.ts';
import { deleteSection, listSections, placeSections } from './section.queries.ts';

/** Removes a section from a draft; its questions and draws stay, before the first section. */
export async function removeSection(deps: EditDeps, id: string): Promise<AuthoredPaper> {
  return editSection(deps, id, async (em, _section, exam) => {
    await deleteSection(em, id);
    const left = await listSections(em, exam.id);
    await placeSections(
      em,
      left.map((section) => section.id),
    );
    await orderQuestions(em, exam.id);
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}
