import { inputErrors } from '@lectern/subgraph';
import type { EditDeps } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from '../question/authored-paper.ts';
import { orderQuestions } from '../question/question.queries.ts';
import { editSection } from './edit-section.ts';
import { listSections, placeSections } from './section.queries.ts';

/** Moves a section of a draft, with its questions, to `position`, from 1. */
export async function moveSection(deps: EditDeps, id: string, position: number): Promise<AuthoredPaper> {
  return editSection(deps, id, async (em, section, exam) => {
    const sections = await listSections(em, exam.id);
    if (position < 1 || position > sections.length) {
      const message = `The place must be 1 to ${sections.length}.`;
      throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'position' } });
    }
    const others = sections.map((one) => one.id).filter((other) => other !== section.id);
    await placeSections(em, others.toSpliced(position - 1, 0, section.id));
    await orderQuestions(em, exam.id);
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}
