import type { PartialScoring, QuestionContent } from '../question/question.ts';
import { type NewId, problem, type RowProblem } from './item.ts';

/** A choice with the share of the points it gives, in per cent: the way Moodle keeps keys. */
export type WeightedChoice = { readonly text: string; readonly percent: number };

type ChoiceContent = Extract<QuestionContent, { kind: 'SINGLE_CHOICE' | 'MULTIPLE_CHOICE' }>;

/** The question those choices make; weights that no scoring of ours gives are reported. */
export function choicesOfWeights(
  weighted: readonly WeightedChoice[],
  isSingle: boolean,
  newId: NewId,
): { content: ChoiceContent; problems: RowProblem[] } {
  const choices = (isRight: (percent: number) => boolean) =>
    weighted.map(({ text, percent }) => ({ id: newId(), text, isRight: isRight(percent) }));
  if (isSingle) {
    const problems = weighted.some(({ percent }) => percent !== 0 && percent < 99.9) ? [weightNotHeld] : [];
    return { content: { kind: 'SINGLE_CHOICE', choices: choices((percent) => percent >= 99.9) }, problems };
  }
  const shares = weighted.map(({ percent }) => percent).filter((percent) => percent > 0);
  const share = 100 / Math.max(1, shares.length);
  // Moodle keeps shares such as 33.33333 and older ones such as 33.333 or 14.28571.
  const isEven = shares.every((percent) => Math.abs(percent - share) < 0.5);
  const scoring: PartialScoring = weighted.some(({ percent }) => percent < 0) ? 'PARTIAL_NEGATIVE' : 'PARTIAL';
  return {
    content: { kind: 'MULTIPLE_CHOICE', choices: choices((percent) => percent > 0), scoring },
    problems: isEven ? [] : [weightNotHeld],
  };
}

const weightNotHeld = problem(
  'choices',
  'WEIGHT_NOT_HELD',
  'The choices give different shares of the points; here right choices count alike, and a single wrong one gives none.',
);
