import type { Tally } from './tally.ts';

/** One learner at one exam, whoever speaks for them to the gateway. */
export type Learner = {
  /** Starts the attempt, gets the paper, and subscribes to the result. */
  start(): Promise<void>;
  readonly questionCount: () => number;
  /** Once, after the start: what can be made ready before answering, so that it does not count. */
  prepare(): void;
  /** Answers the question at a place and settles when that is confirmed. */
  answer(place: number): Promise<void>;
  /** Hands in; settles when the result has come over the subscription. */
  handIn(): Promise<void>;
  /** Writes down the receipts that have come and were not read; what is none is a fault. */
  readReceipts(tally: Tally): void;
  close(): void;
};

export type LearnerFacts = { readonly learnerId: string; readonly examId: string };
