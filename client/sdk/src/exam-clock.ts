import { defaultEnvironment, type Environment } from './environment.ts';

export type ExamClock = {
  /** Seconds left, never below 0; fractional. */
  remainingSeconds(): number;
  /** Takes over the server's latest number, as answers' receipts and the attempt bring it. */
  sync(remainingSeconds: number): void;
};

/** A difference in the learner's favour this large, in seconds, is extra time and not a slow network. */
const extraTimeSeconds = 2;

/**
 * Counts down from the server's number by a clock that only goes forward, so a wrong or changed device clock does
 * not matter. Every number from the server is late by its way here; the smallest implied deadline is the truest.
 */
export function createExamClock(
  remainingSeconds: number,
  { now }: Pick<Environment, 'now'> = defaultEnvironment,
): ExamClock {
  let endsAt = now() + remainingSeconds * 1000;
  const left = () => (endsAt - now()) / 1000;
  return {
    remainingSeconds: () => Math.max(0, left()),
    sync(reported) {
      const difference = reported - left();
      if (difference <= 0 || difference > extraTimeSeconds) endsAt = now() + reported * 1000;
    },
  };
}
