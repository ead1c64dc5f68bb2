import type { Item, QuestionContent, QuestionProblem } from './question.ts';
import { questionLimits } from './question-limits.ts';
import { sameTextKey, textProblems } from './text-problems.ts';

type Matching = Extract<QuestionContent, { kind: 'MATCHING' }>;

/** What is wrong with the two sides of a match. */
export function matchingProblems({ premises, targets }: Matching): QuestionProblem[] {
  const known = new Set(targets.map(({ id }) => id));
  const lost = premises.flatMap(({ targetId }, index): QuestionProblem[] => {
    if (known.has(targetId)) return [];
    const message = 'Nothing on the right side belongs to it.';
    return [{ field: `premises.${index}`, code: 'PREMISE_WITHOUT_TARGET', message }];
  });
  return [...sideProblems('premises', 'PREMISE', premises), ...sideProblems('targets', 'TARGET', targets), ...lost];
}

/** What is wrong with things to put in order; two that read the same could not be told apart. */
export function orderingProblems(items: readonly Item[]): QuestionProblem[] {
  return sideProblems('items', 'ITEM', items);
}

function sideProblems(field: string, noun: string, items: readonly Item[]): QuestionProblem[] {
  const { itemsMin, itemsMax, itemLengthMax } = questionLimits;
  const problems: QuestionProblem[] = [];
  if (items.length < itemsMin) {
    problems.push({ field, code: `${noun}S_TOO_FEW`, message: `There must be at least ${itemsMin} of them.` });
  }
  if (items.length > itemsMax) {
    problems.push({ field, code: `${noun}S_TOO_MANY`, message: `There may be at most ${itemsMax} of them.` });
  }
  const first = new Map<string, number>();
  for (const [index, { text }] of items.entries()) {
    const place = `${field}.${index}`;
    const key = sameTextKey(text);
    const earlier = first.get(key);
    if (key === '') problems.push({ field: place, code: `${noun}_MISSING`, message: 'It says nothing.' });
    else if (earlier === undefined) first.set(key, index);
    else {
      const message = `It says the same as ${field}.${earlier}.`;
      problems.push({ field: place, code: `${noun}_REPEATED`, message });
    }
    problems.push(...textProblems(place, text, itemLengthMax, `${noun}_TOO_LONG`));
  }
  return problems;
}
