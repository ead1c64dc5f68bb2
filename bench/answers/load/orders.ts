import type { IssuerKey } from '../school/token-issuer.ts';

/** What a load process is told to do; one order at a time, answered by a summary. */
export type LoadOrder =
  | { readonly kind: 'open'; readonly ground: LoadGround }
  /** Everybody starts and gets the paper; spread evenly over so many milliseconds. */
  | { readonly kind: 'start'; readonly group: LearnerGroup; readonly concurrency: number; readonly overMs: number }
  /** Those who have started answer everything, as fast as answers are confirmed. */
  | { readonly kind: 'answer'; readonly concurrency: number }
  /** Those who have started hand in and wait for the result at their subscription. */
  | { readonly kind: 'handIn'; readonly concurrency: number }
  /** All of it learner by learner, so many at a time, each thinking between answers. */
  | { readonly kind: 'sit'; readonly group: LearnerGroup; readonly concurrency: number; readonly thinkMs: number };

export type LoadGround = {
  readonly url: string;
  readonly key: IssuerKey;
  /** Where receipts go: a file for each exam and process. */
  readonly receiptFolder: string;
  readonly name: string;
};

export type LearnerGroup = {
  readonly examId: string;
  readonly learnerIds: readonly string[];
  readonly by: 'SDK' | 'LEAN';
};

export type LoadSummary = {
  readonly seconds: number;
  readonly startMs: readonly number[];
  readonly answerMs: readonly number[];
  /** From the hand-in to the result at the subscription. */
  readonly resultMs: readonly number[];
  /** How often what went wrong, by code. */
  readonly faults: Readonly<Record<string, number>>;
  /** CPU seconds of the load process. */
  readonly cpuSeconds: number;
};
