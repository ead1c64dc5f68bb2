import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KnownPaper } from '../paper/paper-cache.ts';
import { questionsOfAttempt } from '../paper/questions-of-attempt.ts';
import type { Unfinished } from './analysis.queries.ts';
import type { HeldSums } from './item-analysis.ts';

/** Drawing for one attempt takes some ten microseconds; other requests get their turn in between. */
const togetherMax = 500;

/** Adds to the drawn questions those who held them and gave no answer. */
export async function addUnfinished(
  paper: KnownPaper,
  held: readonly HeldSums[],
  unfinished: readonly Unfinished[],
): Promise<HeldSums[]> {
  const sums = new Map(held.map((each) => [each.questionId, { ...each }]));
  for (const [place, { seed, points, part, answeredIds }] of unfinished.entries()) {
    if (place % togetherMax === togetherMax - 1) await nextTurn();
    for (const { id, drawId } of questionsOfAttempt(paper, seed)) {
      const own = drawId && !answeredIds.includes(id) ? sums.get(id) : undefined;
      if (!own) continue;
      sums.set(id, {
        ...own,
        attemptCount: own.attemptCount + 1,
        sumT: own.sumT + points,
        sumTT: own.sumTT + points * points,
        upperCount: own.upperCount + (part === 'b' ? 1 : 0),
        lowerCount: own.lowerCount + (part === 'w' ? 1 : 0),
      });
    }
  }
  return [...sums.values()];
}
