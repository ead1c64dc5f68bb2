import type { PartialScoring, Question } from '../question/question.ts';

type MultipleChoice = Extract<Question, { readonly kind: 'MULTIPLE_CHOICE' }>;
type Matching = Extract<Question, { readonly kind: 'MATCHING' }>;
type Ordering = Extract<Question, { readonly kind: 'ORDERING' }>;

/**
 * How much of several choices is right, 0 to 1. With r of R right and w of W wrong choices chosen:
 *
 * - ALL_OR_NOTHING: all R and no other.
 * - PARTIAL: `r/R - w/W`. Choosing everything is worth nothing, and so is choosing at random on average. It is the
 *   weighting that Moodle's authors are told to give (right choices 100 % together, wrong ones -100 % together).
 * - PARTIAL_NEGATIVE: `(r - w)/R`, what Canvas calls "partial credit with penalty": a wrong choice takes away what a
 *   right one gives. Four points, two right choices, both chosen and one wrong: two points.
 *
 * None goes below 0.
 */
export function choiceShare({ choices, scoring }: MultipleChoice, chosenIds: readonly string[]): number {
  const right = choices.filter(({ isRight }) => isRight);
  const wrong = choices.filter(({ isRight }) => !isRight);
  const r = right.filter(({ id }) => chosenIds.includes(id)).length;
  const w = wrong.filter(({ id }) => chosenIds.includes(id)).length;
  switch (scoring) {
    case undefined:
    case 'ALL_OR_NOTHING':
      return r === right.length && w === 0 ? 1 : 0;
    case 'PARTIAL':
      // Over a common denominator, so that equal shares cancel exactly.
      return wrong.length === 0
        ? r / right.length
        : Math.max(0, r * wrong.length - w * right.length) / (right.length * wrong.length);
    case 'PARTIAL_NEGATIVE':
      return Math.max(0, r - w) / right.length;
    default:
      return scoring satisfies never;
  }
}

/** How many of the left sides have the right side that belongs to them, as a share of all. */
export function matchingShare(
  { premises, scoring }: Matching,
  matches: readonly { readonly premiseId: string; readonly targetId: string }[],
): number {
  const isRight = (premiseId: string, targetId: string) =>
    matches.some((match) => match.premiseId === premiseId && match.targetId === targetId);
  const right = premises.filter(({ id, targetId }) => isRight(id, targetId)).length;
  return wholeOrShare(scoring, right / premises.length);
}

/**
 * How little has to be moved to put an order right. Of n items at most n - 1 have to be; the longest row that is in
 * order already can stay. One item out of place costs one step, wherever it landed; the reverse order is worth nothing.
 * Counting items in their own place instead would give nothing for an order that is right but shifted by one.
 */
export function orderingShare({ items, scoring }: Ordering, order: readonly string[]): number {
  const placeOf = new Map(items.map(({ id }, place) => [id, place]));
  const places = order.map((id) => placeOf.get(id) ?? -1);
  if (places.length !== items.length || places.includes(-1) || new Set(places).size < places.length) return 0;
  if (items.length < 2) return 1;
  return wholeOrShare(scoring, (longestRising(places) - 1) / (items.length - 1));
}

/** How long the longest rising sequence is that can be picked without changing the order. */
function longestRising(numbers: readonly number[]): number {
  const ends: number[] = [];
  for (const number of numbers) {
    const at = ends.findIndex((end) => end >= number);
    if (at === -1) ends.push(number);
    else ends[at] = number;
  }
  return ends.length;
}

function wholeOrShare(scoring: Exclude<PartialScoring, 'PARTIAL_NEGATIVE'>, share: number): number {
  if (scoring === 'PARTIAL') return share;
  return share === 1 ? 1 : 0;
}
