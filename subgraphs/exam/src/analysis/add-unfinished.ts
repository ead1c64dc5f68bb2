import type { KnownPaper } from '../paper/paper-cache.ts';
import { questionsOfAttempt } from '../paper/questions-of-attempt.ts';
import type { Unfinished } from './analysis.queries.ts';
import type { HeldSums } from './item-analysis.ts';

/** Adds to the drawn questions those who held them and gave no answer. */
export async function addUnfinished(
  paper: KnownPaper,
  held: readonly HeldSums[],
  unfinished: AsyncIterable<readonly Unfinished[]>,
): Promise<HeldSums[]> {
  const sums = new Map(held.map((each) => [each.questionId, { ...each }]));
  for await (const some of unfinished) {
    for (const each of some) addOne(paper, sums, each);
  }
  return [...sums.values()];
}

function addOne(paper: KnownPaper, sums: Map<string, HeldSums>, { seed, points, part, answeredIds }: Unfinished): void {
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
