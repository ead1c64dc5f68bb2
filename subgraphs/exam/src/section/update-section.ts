import type { EditDeps } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from '../question/authored-paper.ts';
import { checkedSection } from './add-section.ts';
import { editSection } from './edit-section.ts';
import { updateSectionText } from './section.queries.ts';
import type { Section } from './section.ts';

/** Changes a section of a draft; what is left out stays. */
export async function updateSection(
  deps: EditDeps,
  id: string,
  change: Partial<Pick<Section, 'title' | 'instructions'>>,
): Promise<AuthoredPaper> {
  return editSection(deps, id, async (em, section, exam) => {
    await updateSectionText(em, { id, ...checkedSection({ ...section, ...change }) });
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}
