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

export type PublishObstacle = { readonly code: string; readonly message: string; readonly questionId: string | null };

/** What stands in the way of publishing, all of it; empty when nothing does. */
export function publishObstacles(
  exam: Window,
  questions: readonly { readonly id: string; readonly problems: readonly { readonly message: string }[] }[],
  now: Date,
): PublishObstacle[] {
  const obstacles: PublishObstacle[] = [];
  const state = windowState(exam, now);
  if (state === 'NONE') {
    obstacles.push({ code: 'NO_WINDOW', message: 'Say when the exam opens and closes.', questionId: null });
  }
  if (state === 'CLOSED') {
    obstacles.push({ code: 'WINDOW_OVER', message: 'The window is over; move it.', questionId: null });
  }
  if (questions.length === 0) {
    obstacles.push({ code: 'NO_QUESTIONS', message: 'Add at least one question.', questionId: null });
  }
  for (const { id, problems } of questions) {
    for (const { message } of problems) obstacles.push({ code: 'QUESTION_NOT_READY', message, questionId: id });
  }
  return obstacles;
}

const frozenWhenPublished = [
  'timeLimitSeconds',
  'passMarkPercent',
  'attemptsMax',
  'shufflesQuestions',
  'shufflesChoices',
] as const satisfies readonly (keyof ExamSettings)[];

/**
 * The first field of a change that the exam's state does not allow; null when all of it is allowed. A published exam
 * keeps what learners rely on; its window moves freely until it opens, and afterwards only its end, and only later.
 */
export function refusedChange(
  status: ExamStatus,
  before: ExamSettings,
  after: ExamSettings,
  now: Date,
): keyof ExamSettings | null {
  if (status === 'DRAFT') return null;
  const frozen = frozenWhenPublished.find((field) => before[field] !== after[field]);
  if (frozen) return frozen;
  if (isSame(before.opensAt, after.opensAt) && isSame(before.closesAt, after.closesAt)) return null;
  if (status === 'CLOSED') return isSame(before.opensAt, after.opensAt) ? 'closesAt' : 'opensAt';
  if (after.opensAt === null) return 'opensAt';
  if (after.closesAt === null) return 'closesAt';
  if (windowState(before, now) === 'NOT_OPEN_YET') return after.closesAt > now ? null : 'closesAt';
  if (!isSame(before.opensAt, after.opensAt)) return 'opensAt';
  return before.closesAt !== null && after.closesAt < before.closesAt ? 'closesAt' : null;
}

function isSame(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}
