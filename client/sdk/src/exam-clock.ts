import { defaultEnvironment, type Environment } from './environment.ts';

/** What the room says about an attempt's time. */
export type RoomTime = {
  readonly remainingSeconds: number;
  /** Whether the clock stands still. */
  readonly isPaused: boolean;
  /** By the server's clock; only compared, so a wrong device clock does not matter. */
  readonly deadlineAt: string | null;
};

export type ExamClock = {
  /** Seconds left, never below 0; fractional. */
  remainingSeconds(): number;
  /** Whether a proctor has stopped it. */
  isPaused(): boolean;
  /** This moment, for `sync`: take it when asking. */
  mark(): number;
  /**
   * Takes over the server's latest number, as receipts of answers bring it. With `askedAt`, a number asked for before
   * the clock was last moved is not taken: it is of the old deadline. Nor is what its way may explain taken for extra time.
   */
  sync(remainingSeconds: number, askedAt?: number): void;
  /** Takes over what the room says: a new deadline in either direction, a pause, its end. */
  follow(room: RoomTime): void;
};

/** A difference in the learner's favour this large, in seconds, is extra time and not a slow network, which took less. */
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
  /** What is left while it stands still; null while it runs. */
  let stoodAt: number | null = null;
  let deadlineAt: string | null = null;
  let movedAt = Number.NEGATIVE_INFINITY;
  const left = () => stoodAt ?? (endsAt - now()) / 1000;

  function move(seconds: number, isPaused: boolean): void {
    stoodAt = isPaused ? seconds : null;
    endsAt = now() + seconds * 1000;
    movedAt = now();
  }

  function sync(reported: number, askedAt: number = now()): void {
    if (stoodAt !== null || askedAt < movedAt) return;
    const difference = reported - left();
    const waySeconds = (now() - askedAt) / 1000;
    if (difference <= 0 || difference > Math.max(extraTimeSeconds, waySeconds)) endsAt = now() + reported * 1000;
  }

  return {
    remainingSeconds: () => Math.max(0, left()),
    isPaused: () => stoodAt !== null,
    mark: now,
    sync,
    follow(room) {
      const isKnown = deadlineAt !== null && deadlineAt === room.deadlineAt;
      const isFirst = deadlineAt === null;
      deadlineAt = room.deadlineAt;
      if (room.isPaused || stoodAt !== null) move(room.remainingSeconds, room.isPaused);
      else if (isFirst) sync(room.remainingSeconds);
      else if (!isKnown) move(room.remainingSeconds, false);
      // Of one deadline an event that was long on its way knows too much time, never too little.
      else if (room.remainingSeconds < left()) sync(room.remainingSeconds);
    },
  };
}
