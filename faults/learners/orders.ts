import type { IssuerKey } from '@lectern/bench/answers/school/token-issuer';

/** What a process of learners is told; each order is answered at once, `end` when all is over. */
export type LearnersOrder =
  | { readonly kind: 'begin'; readonly room: Room }
  /** What every learner is shown as saved at this moment. */
  | { readonly kind: 'look' }
  /** Nobody begins or hands in any more; answering goes on. */
  | { readonly kind: 'calm' }
  /** Everybody stops answering, and what was answered gets saved. */
  | { readonly kind: 'end' };

export type Room = {
  readonly url: string;
  readonly key: IssuerKey;
  readonly receiptFolder: string;
  readonly name: string;
  readonly examId: string;
  readonly learnerIds: readonly string[];
  /** How wrong the clock of the device is. */
  readonly clockOffsetMs: number;
};

export type ShownAnswer = { readonly attemptId: string; readonly questionId: string; readonly sequence: number };

export type LearnersReport = {
  /** See `learnersNow`. */
  readonly lookedAt: number;
  readonly shown: readonly ShownAnswer[];
  /** What each learner's clock shows as left, in seconds. */
  readonly remaining: readonly { readonly attemptId: string; readonly seconds: number }[];
  readonly startedCount: number;
  readonly handedInCount: number;
  /** Answers shown as saved, each change of one counted. */
  readonly savedCount: number;
  /** What learners were told that should not have been: refusals, results that did not come, answers left unsaved. */
  readonly complaints: Readonly<Record<string, number>>;
};

/** Milliseconds by a clock that all processes of the machine share, and that a wrong `Date` does not change. */
export const learnersNow = (): number => performance.timeOrigin + performance.now();
