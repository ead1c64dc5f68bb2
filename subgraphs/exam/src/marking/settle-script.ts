import type { MarkingRules } from '../exam/exam.ts';

/** Script: one essay of one attempt, to be marked. */
export type ScriptStatus = 'WAITING' | 'DISAGREED' | 'SETTLED';

export type Mark = {
  readonly points: number;
  /** Whether it decides between two others. */
  readonly isDeciding: boolean;
};

export type Settlement =
  | { readonly status: 'WAITING' | 'DISAGREED'; readonly points: null }
  | { readonly status: 'SETTLED'; readonly points: number };

/**
 * How far a script is with the marks it has. One that decides counts alone. Where two mark, both must have done so;
 * marks that are no further apart than tolerated agree, and their mean counts; others are settled by the exam's rule.
 */
export function settleScript(rules: MarkingRules, pointsMax: number, marks: readonly Mark[]): Settlement {
  const deciding = marks.find(({ isDeciding }) => isDeciding);
  if (deciding) return { status: 'SETTLED', points: deciding.points };
  const [first, second] = marks;
  if (!first) return { status: 'WAITING', points: null };
  if (!second) {
    return rules.markersPerEssay === 1
      ? { status: 'SETTLED', points: first.points }
      : { status: 'WAITING', points: null };
  }
  const tolerated = (rules.toleratedDifferencePercent / 100) * pointsMax;
  // A millionth of a point is rounding, not disagreement.
  if (Math.abs(first.points - second.points) <= tolerated + 1e-6) return settled(mean(first, second));
  switch (rules.onDisagreement) {
    case 'MEAN':
      return settled(mean(first, second));
    case 'HIGHER':
      return settled(Math.max(first.points, second.points));
    case 'LOWER':
      return settled(Math.min(first.points, second.points));
    case 'THIRD_MARKER':
      return { status: 'DISAGREED', points: null };
    default:
      return rules.onDisagreement satisfies never;
  }
}

function settled(points: number): Settlement {
  return { status: 'SETTLED', points };
}

function mean(first: Mark, second: Mark): number {
  return (first.points + second.points) / 2;
}
