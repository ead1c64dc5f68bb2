import { inputErrors } from '@lectern/subgraph';
import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from '../question/authored-paper.ts';
import { sectionErrors } from './section.errors.ts';
import { insertSection, listSections } from './section.queries.ts';
import { type Section, sectionLimits, sectionProblem } from './section.ts';

/** Adds a section at the end of a draft. */
export async function addSection(
  deps: EditDeps,
  examId: string,
  given: Pick<Section, 'title' | 'instructions'>,
): Promise<AuthoredPaper> {
  return editDraft(deps, examId, async (em, exam) => {
    const section = checkedSection(given);
    const { length } = await listSections(em, exam.id);
    if (length >= sectionLimits.sectionsMax) throw sectionErrors.make('SECTIONS_TOO_MANY');
    await insertSection(em, exam.id, { ...section, position: length + 1 });
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}

/** With a trimmed title; throws BAD_INPUT that names the field. */
export function checkedSection(
  given: Pick<Section, 'title' | 'instructions'>,
): Pick<Section, 'title' | 'instructions'> {
  const section = { title: given.title.trim(), instructions: given.instructions };
  const problem = sectionProblem(section);
  if (problem) throw inputErrors.make('BAD_INPUT', { message: problem.message, facts: { field: problem.field } });
  return section;
}
