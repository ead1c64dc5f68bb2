import type { AttemptFact, Facts } from './facts.ts';

/** A statement takes its time from the beginning of its transaction, which may be before it got the attempt's lock. */
const lockWaitMs = 1_000;

/** Answers, stored or confirmed, from after the attempt's time; and from after its hand-in. */
export function findLate({ attempts, answers, receipts }: Facts): string[] {
  const known = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const stored = answers.flatMap(({ attemptId, questionId, savedAt }) =>
    savedAt !== null && isLate(known.get(attemptId), savedAt)
      ? [`answer ${attemptId}:${questionId} is stored late`]
      : [],
  );
  const confirmed = receipts.flatMap((receipt) =>
    receipt.kind === 'SAVED' && isLate(known.get(receipt.attemptId), new Date(receipt.savedAt))
      ? [`answer ${receipt.attemptId}:${receipt.questionId} was confirmed late`]
      : [],
  );
  return [...stored, ...confirmed];
}

function isLate(attempt: AttemptFact | undefined, savedAt: Date): boolean {
  if (!attempt) return false;
  const { acceptsUntil, submittedAt, deadlineAt } = attempt;
  if (acceptsUntil === null || deadlineAt === null || savedAt > acceptsUntil) return true;
  // An attempt that ran out ended at its deadline, and what came within the grace counts.
  const isHandedIn = submittedAt !== null && submittedAt < deadlineAt;
  return isHandedIn && savedAt.getTime() > submittedAt.getTime() + lockWaitMs;
}
