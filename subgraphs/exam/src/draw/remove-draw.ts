import type { EditDeps } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from '../question/authored-paper.ts';
import { deleteDraw } from './draw.queries.ts';
import { editDraw } from './edit-draw.ts';

/** Removes a random draw from a draft. */
export async function removeDraw(deps: EditDeps, id: string): Promise<AuthoredPaper> {
  return editDraw(deps, id, async (em, draw, exam) => {
    await deleteDraw(em, exam.id, draw);
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}
