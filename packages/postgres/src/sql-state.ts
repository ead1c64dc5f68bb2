/** The SQLSTATE classes that code decides on, by the names PostgreSQL's documentation gives them (appendix A). */
export const sqlStates = {
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
  checkViolation: '23514',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
} as const;

export type RetryPolicy = {
  /** Runs in all, the first included. */
  readonly attemptsMax: number;
  /** The wait before the second run; doubles with each further one, and is spread by up to itself. */
  readonly pauseMs: number;
};

/** Failures after which the same transaction may succeed. All others are final. */
export const retryPolicies: Readonly<Record<string, RetryPolicy>> = {
  // Another transaction won; it is over by the time this is known, so the next run may start nearly at once.
  [sqlStates.serializationFailure]: { attemptsMax: 8, pauseMs: 5 },
  // PostgreSQL looked for the cycle only after deadlock_timeout (1 s): the others have gone on meanwhile.
  [sqlStates.deadlockDetected]: { attemptsMax: 5, pauseMs: 20 },
};

/** The SQLSTATE of a failure PostgreSQL reported, also when it is the cause of another error. */
export function sqlStateOf(error: unknown): string | undefined {
  return databaseErrorOf(error)?.code;
}

/** True when a unique index refused a row; with `constraint`, only when it was the one of that name. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const found = databaseErrorOf(error);
  if (found?.code !== sqlStates.uniqueViolation) return false;
  return constraint === undefined || found.constraint === constraint;
}

type DatabaseError = { readonly code: string; readonly constraint: string | undefined };

const causesMax = 5;

function databaseErrorOf(error: unknown): DatabaseError | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < causesMax && current instanceof Error; depth += 1) {
    // `severity` tells a report of PostgreSQL from codes of Node that look alike, such as EPIPE.
    if ('severity' in current && 'code' in current && typeof current.code === 'string') {
      const constraint =
        'constraint' in current && typeof current.constraint === 'string' ? current.constraint : undefined;
      return { code: current.code, constraint };
    }
    current = current.cause;
  }
  return undefined;
}
