/** The instant an attempt ends at the latest: its time limit, capped by the exam's window. */
export function deadlineOf(startedAt: Date, timeLimitSeconds: number, closesAt: Date): Date {
  return new Date(Math.min(startedAt.getTime() + timeLimitSeconds * 1000, closesAt.getTime()));
}

/** The deadline itself is too late. */
export function isOverdue(deadlineAt: Date, now: Date): boolean {
  return now >= deadlineAt;
}

/** Seconds until the deadline, never negative. */
export function remainingSeconds(deadlineAt: Date, now: Date): number {
  return Math.max(0, (deadlineAt.getTime() - now.getTime()) / 1000);
}
