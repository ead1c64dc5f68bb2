/**
 * The numbers of one exam: what the query answers and what travels on the live topic, in the schema's field names.
 * Instants are ISO strings; entities of other subgraphs are references.
 */
export type LiveStats = {
  readonly exam: { readonly __typename: 'Exam'; readonly id: string };
  readonly registeredCount: number;
  readonly startedCount: number;
  readonly inProgressCount: number;
  readonly handedInCount: number;
  readonly passedCount: number;
  readonly failedCount: number;
  /** Null while nobody has handed in. */
  readonly meanScorePercent: number | null;
  /** Ten, 0–10 % first. */
  readonly scoreHistogram: readonly ScoreBucket[];
  readonly leaderboard: readonly LeaderboardEntry[];
  readonly recentHandIns: readonly HandIn[];
  readonly asOf: string;
};

export type ScoreBucket = { readonly fromPercent: number; readonly toPercent: number; readonly count: number };

type UserReference = { readonly __typename: 'User'; readonly id: string };

export type LeaderboardEntry = {
  readonly rank: number;
  readonly learner: UserReference;
  readonly scorePercent: number;
  readonly durationSeconds: number;
};

export type HandIn = {
  readonly attempt: { readonly __typename: 'Attempt'; readonly id: string };
  readonly learner: UserReference;
  readonly submittedAt: string;
  readonly scorePercent: number;
  readonly isPassed: boolean;
  readonly isExpired: boolean;
};

export const bucketCount = 10;
export const leaderboardMax = 10;
export const recentHandInsMax = 20;

/** The counters as the database gives them. */
export type Counters = {
  readonly registeredCount: number;
  readonly startedCount: number;
  readonly handedInCount: number;
  /** Of those handed in; the others wait for people who mark. */
  readonly gradedCount: number;
  readonly passedCount: number;
  readonly meanScorePercent: number | null;
  /** Counts by tenth, ten of them. */
  readonly histogram: readonly number[];
  readonly asOf: Date;
};

/** One learner's best attempt. */
export type BestAttempt = {
  readonly learnerId: string;
  readonly scorePercent: number;
  readonly durationSeconds: number;
};

export type RecentAttempt = {
  readonly attemptId: string;
  readonly learnerId: string;
  readonly submittedAt: Date;
  readonly scorePercent: number;
  readonly isPassed: boolean;
  readonly isExpired: boolean;
};

/** Which tenth a score falls into: 0 to 9, the upper end belongs to the next but for 100. */
export function bucketOf(scorePercent: number): number {
  return Math.min(Math.floor(scorePercent / (100 / bucketCount)), bucketCount - 1);
}

/** Best first: the higher score, then the shorter attempt, then the id, so that the order never flickers. */
export function compareBest(a: BestAttempt, b: BestAttempt): number {
  if (a.scorePercent !== b.scorePercent) return b.scorePercent - a.scorePercent;
  if (a.durationSeconds !== b.durationSeconds) return a.durationSeconds - b.durationSeconds;
  return a.learnerId < b.learnerId ? -1 : 1;
}

/** Ranks the best attempts of all who could be among the first `leaderboardMax`; equal scores share a place. */
export function rank(best: readonly BestAttempt[]): LeaderboardEntry[] {
  const ordered = best.toSorted(compareBest).slice(0, leaderboardMax);
  return ordered.map(({ learnerId, scorePercent, durationSeconds }) => ({
    rank: 1 + ordered.findIndex((other) => other.scorePercent === scorePercent),
    learner: { __typename: 'User', id: learnerId },
    scorePercent,
    durationSeconds,
  }));
}

export function toLiveStats(
  examId: string,
  counters: Counters,
  best: readonly BestAttempt[],
  recent: readonly RecentAttempt[],
): LiveStats {
  const { registeredCount, startedCount, handedInCount, gradedCount, passedCount, meanScorePercent, histogram, asOf } =
    counters;
  const width = 100 / bucketCount;
  return {
    exam: { __typename: 'Exam', id: examId },
    registeredCount,
    startedCount,
    inProgressCount: startedCount - handedInCount,
    handedInCount,
    passedCount,
    failedCount: gradedCount - passedCount,
    meanScorePercent,
    scoreHistogram: Array.from({ length: bucketCount }, (_, i) => ({
      fromPercent: i * width,
      toPercent: (i + 1) * width,
      count: histogram[i] ?? 0,
    })),
    leaderboard: rank(best),
    recentHandIns: recent.map(({ attemptId, learnerId, submittedAt, ...rest }) => ({
      attempt: { __typename: 'Attempt', id: attemptId },
      learner: { __typename: 'User', id: learnerId },
      submittedAt: submittedAt.toISOString(),
      ...rest,
    })),
    asOf: asOf.toISOString(),
  };
}
