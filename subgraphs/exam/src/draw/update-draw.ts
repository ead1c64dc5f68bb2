import type { EditDeps } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from '../question/authored-paper.ts';
import { replaceDraw } from './draw.queries.ts';
import type { DrawSettings } from './draw.ts';
import { checkedDraw, editDraw } from './edit-draw.ts';

/** Changes a random draw of a draft; what is left out stays. */
export async function updateDraw(deps: EditDeps, id: string, change: Partial<DrawSettings>): Promise<AuthoredPaper> {
  return editDraw(deps, id, async (em, draw, exam) => {
    await replaceDraw(em, id, await checkedDraw(em, exam.id, { ...draw, ...change }));
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}
