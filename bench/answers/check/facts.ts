/** What the clients were told, as they wrote it down at once. One line of a file each. */
export type Receipt =
  | { readonly kind: 'START'; readonly learnerId: string; readonly attemptId: string }
  | {
      readonly kind: 'SAVED';
      readonly attemptId: string;
      readonly questionId: string;
      /** What the client sent under this number, and what the server says is stored. */
      readonly sequence: number;
      readonly storedSequence: number;
      readonly response: StoredResponse;
      readonly savedAt: string;
    }
  | {
      readonly kind: 'RESULT';
      readonly attemptId: string;
      readonly pointsAwarded: number;
      readonly scorePercent: number;
      readonly isPassed: boolean;
    };

/** As the database keeps it. */
export type StoredResponse = Readonly<Record<string, unknown>> | null;

export type KeyedQuestion = { readonly id: string; readonly kind: string; readonly pointsMax: number } & Readonly<
  Record<string, unknown>
>;

export type PaperFact = {
  readonly id: string;
  readonly pointsMax: number;
  readonly questions: readonly KeyedQuestion[];
};

export type AttemptFact = {
  readonly id: string;
  readonly learnerId: string;
  readonly number: number;
  readonly paperId: string;
  readonly status: string;
  readonly startedAt: Date | null;
  readonly deadlineAt: Date | null;
  /** Until when answers count, grace included. */
  readonly acceptsUntil: Date | null;
  readonly submittedAt: Date | null;
  readonly pointsAwarded: number | null;
  readonly scorePercent: number | null;
  readonly isPassed: boolean | null;
};

export type AnswerFact = {
  readonly attemptId: string;
  readonly questionId: string;
  readonly sequence: number;
  readonly response: StoredResponse;
  readonly pointsAwarded: number | null;
  readonly savedAt: Date | null;
};

/** How often an attempt came to a status, by its log. */
export type MoveFact = { readonly attemptId: string; readonly toStatus: string; readonly count: number };

/** The numbers that viewers are shown, as the graph gives them. */
export type BoardFact = {
  readonly registeredCount: number;
  readonly startedCount: number;
  readonly inProgressCount: number;
  readonly handedInCount: number;
  readonly passedCount: number;
  readonly failedCount: number;
  readonly meanScorePercent: number | null;
  readonly histogram: readonly number[];
  readonly leaders: readonly {
    readonly learnerId: string;
    readonly scorePercent: number;
    readonly durationSeconds: number;
  }[];
};

/** Everything there is to compare about one exam. */
export type Facts = {
  readonly passMarkPercent: number;
  readonly registeredCount: number;
  readonly papers: readonly PaperFact[];
  readonly attempts: readonly AttemptFact[];
  readonly answers: readonly AnswerFact[];
  readonly moves: readonly MoveFact[];
  /** Null where nobody asked for it. */
  readonly board: BoardFact | null;
  readonly receipts: readonly Receipt[];
};

export const faultKinds = ['lost', 'duplicated', 'afterDeadline', 'wrongScore', 'boardMismatch'] as const;
export type FaultKind = (typeof faultKinds)[number];
/** One sentence for each thing that is wrong. */
export type Findings = Readonly<Record<FaultKind, readonly string[]>>;
