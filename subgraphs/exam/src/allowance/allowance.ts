/**
 * Allowance: more time, attempts or another window for one learner or a group. Of several that concern a learner the
 * most generous of each counts. Everything here is decided from facts.
 */
export type AllowanceGrant = {
  readonly extraSeconds: number;
  /** What the time limit is multiplied by. */
  readonly timeFactor: number;
  readonly extraAttempts: number;
  /** A window of its own; null: the exam's. */
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
};

/** What all allowances of a learner come to. */
export type EffectiveAllowance = {
  /** How much longer than the exam's time limit, the factor included. */
  readonly extraSeconds: number;
  readonly extraAttempts: number;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
};

/** The same rule as `effectiveAllowances` of `allowance.queries.ts`, which reads it for many learners. */
export function effectiveAllowance(
  grants: readonly AllowanceGrant[],
  { timeLimitSeconds }: { readonly timeLimitSeconds: number },
): EffectiveAllowance {
  const factor = Math.max(1, ...grants.map(({ timeFactor }) => timeFactor));
  const seconds = Math.max(0, ...grants.map(({ extraSeconds }) => extraSeconds));
  return {
    extraSeconds: Math.floor(timeLimitSeconds * (factor - 1) + 0.5) + seconds,
    extraAttempts: Math.max(0, ...grants.map(({ extraAttempts }) => extraAttempts)),
    opensAt: grants.reduce<Date | null>((first, { opensAt }) => earlier(first, opensAt), null),
    closesAt: grants.reduce<Date | null>((last, { closesAt }) => later(last, closesAt), null),
  };
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return other < one ? other : one;
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return other > one ? other : one;
}

export const allowanceLimits = { extraSecondsMax: 86_400, timeFactorMax: 10, extraAttemptsMax: 100 } as const;

type Window = { readonly opensAt: Date | null; readonly closesAt: Date | null };
type GrantProblem = { readonly field: keyof AllowanceGrant; readonly message: string };

/** The first thing wrong with an allowance for an exam of this window; null when all is well. */
export function grantProblem(grant: AllowanceGrant, exam: Window, now: Date): GrantProblem | null {
  const { extraSecondsMax, timeFactorMax, extraAttemptsMax } = allowanceLimits;
  if (!isWithin(grant.extraSeconds, 0, extraSecondsMax)) {
    return { field: 'extraSeconds', message: `The extra time must be 0 to ${extraSecondsMax} seconds.` };
  }
  if (!isWithin(grant.timeFactor, 1, timeFactorMax)) {
    return { field: 'timeFactor', message: `The factor must be 1 to ${timeFactorMax}.` };
  }
  if (!isWithin(grant.extraAttempts, 0, extraAttemptsMax)) {
    return { field: 'extraAttempts', message: `Grant 0 to ${extraAttemptsMax} attempts more.` };
  }
  if (grant.closesAt !== null && grant.closesAt <= now) {
    return { field: 'closesAt', message: 'The window of its own must not be over.' };
  }
  const opensAt = grant.opensAt ?? exam.opensAt;
  const closesAt = grant.closesAt ?? exam.closesAt;
  if ((grant.opensAt ?? grant.closesAt) !== null && opensAt !== null && closesAt !== null && closesAt <= opensAt) {
    const field = grant.closesAt === null ? 'opensAt' : 'closesAt';
    return { field, message: 'The window of its own must close after it opens.' };
  }
  const isNothing =
    grant.extraSeconds === 0 &&
    grant.timeFactor === 1 &&
    grant.extraAttempts === 0 &&
    !grant.opensAt &&
    !grant.closesAt;
  return isNothing ? { field: 'extraSeconds', message: 'Grant something: time, attempts or a window.' } : null;
}

function isWithin(number: number, min: number, max: number): boolean {
  return number >= min && number <= max;
}
