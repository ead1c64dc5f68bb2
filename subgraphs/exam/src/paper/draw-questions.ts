import { shuffledBackwards } from './order.ts';
import type { Paper, PaperDraw, PaperQuestion } from './paper.ts';
import { byPoolSize, partsOf } from './paper-parts.ts';

/**
 * The questions each draw of a paper gives one attempt, in the order in which they were drawn. Within a draw every
 * question is equally likely. Like the order of an attempt this must stay the same for ever.
 *
 * Pools may overlap, and no attempt has a question twice: smaller pools are served first, and leave what they took out
 * to nobody else. `tooSmallDraws` is certain that enough is left.
 */
export function drawQuestions(
  paper: Pick<Paper, 'sections' | 'draws' | 'questions'>,
  seed: number,
): Map<string, PaperQuestion[]> {
  const { pools, drawOrder } = partsOf(paper);
  const taken = new Set<string>();
  const drawn = new Map<string, PaperQuestion[]>();
  for (const { id, questionCount } of drawOrder) {
    const chosen: PaperQuestion[] = [];
    for (const question of shuffledBackwards(pools.get(id) ?? [], seed, id)) {
      if (chosen.length === questionCount) break;
      const { bankQuestionId } = question;
      if (bankQuestionId && taken.has(bankQuestionId)) continue;
      chosen.push(question);
      if (bankQuestionId) taken.add(bankQuestionId);
    }
    drawn.set(id, chosen);
  }
  return drawn;
}

/** A draw, and which questions of the bank it can give. */
export type Pool = Pick<PaperDraw, 'id' | 'questionCount'> & { readonly bankQuestionIds: readonly string[] };

/**
 * Draws that an attempt could find with too few questions, with how many are certain to be left for them. It reckons
 * with the worst that earlier draws can take, so a paper without such draws fills all of them, whatever the seed.
 */
export function tooSmallDraws(pools: readonly Pool[]): { readonly id: string; readonly leftCount: number }[] {
  const order = byPoolSize(pools, ({ bankQuestionIds }) => bankQuestionIds.length);
  return order.flatMap(({ id, questionCount, bankQuestionIds }, index) => {
    const own = new Set(bankQuestionIds);
    const takenAtWorst = order.slice(0, index).reduce((sum, earlier) => {
      const shared = earlier.bankQuestionIds.filter((one) => own.has(one)).length;
      return sum + Math.min(earlier.questionCount, shared);
    }, 0);
    const leftCount = Math.max(0, own.size - takenAtWorst);
    return leftCount < questionCount ? [{ id, leftCount }] : [];
  });
}
