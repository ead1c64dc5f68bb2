import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from '../question/authored-paper.ts';
import { drawErrors } from './draw.errors.ts';
import { countDraws, insertDraw } from './draw.queries.ts';
import { type DrawSettings, drawLimits } from './draw.ts';
import { checkedDraw } from './edit-draw.ts';

/** Adds a random draw from the bank to a draft. */
export async function addDraw(deps: EditDeps, examId: string, given: DrawSettings): Promise<AuthoredPaper> {
  return editDraft(deps, examId, async (em, exam) => {
    const draw = await checkedDraw(em, exam.id, given);
    const before = await countDraws(em, exam.id);
    if (before >= drawLimits.drawsMax) throw drawErrors.make('DRAWS_TOO_MANY');
    await insertDraw(em, exam.id, before + 1, draw);
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}
