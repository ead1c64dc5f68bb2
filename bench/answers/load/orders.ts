import type { IssuerKey } from '../school/token-issuer.ts';

/** What a load process is told to do; one order at a time, answered by a summary. */
export type LoadOrder =
  | { readonly kind: 'open'; readonly ground: LoadGround }
  /** Everybody starts, gets the paper and subscribes to the result, so many at a time. */
  | { readonly kind: 'start'; readonly group: LearnerGroup; readonly concurrency: number }
  /** Those who have started answer everything, as fast as answers are confirmed. */
  | { readonly kind: 'answer'; readonly concurrency: number }
  /** Those who have started hand in and wait for the result at their subscription. */
  | { readonly kind: 'handIn'; readonly concurrency: number }
  /** All of it learner by learner, so many at a time, each thinking between answers. */
  | { readonly kind: 'sit'; readonly group: LearnerGroup; readonly concurrency: number; readonly thinkMs: number }
  /** A cohort takes its places: connections are made, and everybody opens the exam's page unless nobody is to. */
  | {
      readonly kind: 'gather';
      readonly group: LearnerGroup;
      readonly connectionCount: number;
      /** How many open the page at a time. */
      readonly concurrency: number;
      readonly opensPages: boolean;
    }
  /** They start, spread evenly over so many milliseconds; what they get is kept and not looked at. */
  | { readonly kind: 'rush'; readonly overMs: number }
  /** Now it is looked at: `startMs` and faults of the rush. */
  | { readonly kind: 'papers'; readonly questionCount: number };

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
