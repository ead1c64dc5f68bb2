/**
 * Exam: questions, a window and rules. Window: from `opensAt`, when attempts can start, to `closesAt`, when they end at
 * the latest. Everything here is decided from facts and an instant.
 */
export type ExamStatus = 'DRAFT' | 'PUBLISHED' | 'CLOSED';
export type ResultVisibility = 'OWN' | 'PARTICIPANTS';

/** Which of a learner's attempts is their result. */
export type CountingAttempt = 'BEST' | 'LAST' | 'FIRST' | 'MEAN';
/** ONE_WAY: a question once left is not seen again. */
export type Navigation = 'FREE' | 'ONE_WAY';
export type ShownWhen = 'AT_HAND_IN' | 'AFTER_CLOSE' | 'NEVER';
/** What learners see of a result, and when. */
export type ResultPolicy = {
  readonly marks: ShownWhen;
  readonly rightAnswers: ShownWhen;
  readonly feedback: ShownWhen;
  readonly classStatistics: ShownWhen;
};
/** How essays are marked. */
export type MarkingRules = {
  readonly isAnonymous: boolean;
  readonly markersPerEssay: 1 | 2;
  /** Two marks no further apart than this share of the points, in per cent, agree: their mean counts. */
  readonly toleratedDifferencePercent: number;
  readonly onDisagreement: 'MEAN' | 'HIGHER' | 'LOWER' | 'THIRD_MARKER';
};

export const examTransitions = {
  DRAFT: ['PUBLISHED'],
  PUBLISHED: ['CLOSED'],
  CLOSED: [],
} as const satisfies Record<ExamStatus, readonly ExamStatus[]>;

export type Window = { readonly opensAt: Date | null; readonly closesAt: Date | null };

/** What the author of an exam decides. */
export type ExamSettings = Window & {
  readonly title: string;
  readonly instructions: string;
  readonly timeLimitSeconds: number;
  readonly passMarkPercent: number;
  /** Where it is given it decides instead of the per cent. */
  readonly passMarkPoints: number | null;
  readonly attemptsMax: number;
  readonly attemptDelaySeconds: number;
  readonly countingAttempt: CountingAttempt;
  /** How long after the deadline answers that were on their way still count. */
  readonly graceSeconds: number;
  readonly navigation: Navigation;
  readonly accessCode: string | null;
  /** CIDR ranges; empty: everywhere. */
  readonly allowedNetworks: readonly string[];
  readonly resultVisibility: ResultVisibility;
  readonly resultPolicy: ResultPolicy;
  readonly marking: MarkingRules;
  readonly shufflesQuestions: boolean;
  readonly shufflesChoices: boolean;
};

export type WindowState = 'NONE' | 'NOT_OPEN_YET' | 'OPEN' | 'CLOSED';

/** Where `now` lies. `opensAt` is inside the window, `closesAt` is not. */
export function windowState({ opensAt, closesAt }: Window, now: Date): WindowState {
  if (opensAt === null || closesAt === null) return 'NONE';
  if (now < opensAt) return 'NOT_OPEN_YET';
  return now < closesAt ? 'OPEN' : 'CLOSED';
}
