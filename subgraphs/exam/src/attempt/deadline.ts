export type DeadlineFacts = {
  readonly startedAt: Date;
  readonly timeLimitSeconds: number;
  /** When the window closes: the exam's, or the learner's own. */
  readonly closesAt: Date;
  /** What allowances add. */
  readonly extraSeconds?: number;
  /** How long the clock has stood still. */
  readonly pausedSeconds?: number;
};

/**
 * The instant an attempt ends at the latest: its time limit, capped by the window; extra time and pauses move both.
 * `deadlineSql` says the same to PostgreSQL.
 */
export function deadlineOf(facts: DeadlineFacts): Date {
  const { startedAt, timeLimitSeconds, closesAt, extraSeconds = 0, pausedSeconds = 0 } = facts;
  const limit = startedAt.getTime() + timeLimitSeconds * 1000;
  return new Date(Math.min(limit, closesAt.getTime()) + (extraSeconds + pausedSeconds) * 1000);
}

/** The deadline of attempt `a` of exam `e`, both aliases of a statement, when begun at `startedAt`, an expression. */
export function deadlineSql(startedAt: string): string {
  return `(least(${startedAt} + make_interval(secs => e.time_limit_seconds), coalesce(a.closes_at, e.closes_at))
    + make_interval(secs => a.extra_seconds + a.paused_seconds))`;
}

/** The deadline itself is too late. */
export function isOverdue(deadlineAt: Date, now: Date): boolean {
  return now >= deadlineAt;
}

/** Seconds until the deadline, never negative. */
export function remainingSeconds(deadlineAt: Date, now: Date): number {
  return Math.max(0, (deadlineAt.getTime() - now.getTime()) / 1000);
}
