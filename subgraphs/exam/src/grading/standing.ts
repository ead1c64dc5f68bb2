import type { CountingAttempt, ExamSettings } from '../exam/exam.ts';
import { passPercentOf, rounded } from './pass-mark.ts';

/** A graded attempt, as far as it matters for what counts. */
export type GradedAttempt = {
  readonly number: number;
  readonly scorePercent: number;
  readonly isPassed: boolean;
};

/** What counts of a learner's attempts. */
export type Standing<Attempt extends GradedAttempt> = {
  readonly scorePercent: number;
  readonly isPassed: boolean;
  /** The attempt that counts; null when it is the mean of several. */
  readonly attempt: Attempt | null;
};

/**
 * What counts of the attempts of one learner that have a result, by the rule of the exam; null without any. Of equal
 * ones the earlier is the best. A mean passes by the pass mark in per cent.
 */
export function standingOf<Attempt extends GradedAttempt>(
  attempts: readonly Attempt[],
  counting: CountingAttempt,
  passPercent: number,
): Standing<Attempt> | null {
  const inOrder = attempts.toSorted((one, other) => one.number - other.number);
  const [first] = inOrder;
  if (!first) return null;
  switch (counting) {
    case 'FIRST':
      return standing(first);
    case 'LAST':
      return standing(inOrder.at(-1) ?? first);
    case 'BEST':
      return standing(inOrder.reduce((best, next) => (next.scorePercent > best.scorePercent ? next : best), first));
    case 'MEAN': {
      if (inOrder.length === 1) return standing(first);
      const scorePercent = rounded(inOrder.reduce((sum, each) => sum + each.scorePercent, 0) / inOrder.length);
      return { scorePercent, isPassed: scorePercent >= passPercent, attempt: null };
    }
    default:
      return counting satisfies never;
  }
}

function standing<Attempt extends GradedAttempt>(attempt: Attempt): Standing<Attempt> {
  return { scorePercent: attempt.scorePercent, isPassed: attempt.isPassed, attempt };
}

/** What counts of the graded attempts of one learner at an exam whose paper has so many points. */
export function viewerStanding<Attempt extends NumberedResult>(
  exam: Pick<ExamSettings, 'countingAttempt' | 'passMarkPercent' | 'passMarkPoints'>,
  attempts: readonly Attempt[],
  paperPointsMax: number,
): { readonly scorePercent: number; readonly isPassed: boolean; readonly attempt: Attempt | null } | null {
  const passPercent = passPercentOf({ percent: exam.passMarkPercent, points: exam.passMarkPoints }, paperPointsMax);
  const graded = attempts.flatMap((attempt) => {
    const { number, scorePercent, isPassed } = attempt;
    return scorePercent === null || isPassed === null ? [] : [{ number, scorePercent, isPassed, attempt }];
  });
  const standing = standingOf(graded, exam.countingAttempt, passPercent);
  return standing && { ...standing, attempt: standing.attempt?.attempt ?? null };
}

type NumberedResult = {
  readonly number: number;
  readonly scorePercent: number | null;
  readonly isPassed: boolean | null;
};
