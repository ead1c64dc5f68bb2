/** One learner at one exam, whoever speaks for them to the gateway. */
export type Learner = {
  /** Starts the attempt, gets the paper, and subscribes to the result. */
  start(): Promise<void>;
  readonly questionCount: () => number;
  /** Answers the question at a place and settles when that is confirmed. */
  answer(place: number): Promise<void>;
  /** Hands in; settles when the result has come over the subscription. */
  handIn(): Promise<void>;
  close(): void;
};

export type LearnerFacts = { readonly learnerId: string; readonly examId: string };
