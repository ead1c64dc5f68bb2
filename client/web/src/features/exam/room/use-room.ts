import {
  type AnswerOutbox,
  type AttemptPageQuery,
  createAnswerOutbox,
  createExamClock,
  type ExamClock,
  indexedDb,
  type OutboxSnapshot,
} from '@lectern/sdk';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useSdk } from '../../../graph/sdk.tsx';
import { type AnswerView, answerViews } from './answers.ts';

/** An attempt that can be sat: it runs and its paper is there. */
export type RoomAttempt = NonNullable<AttemptPageQuery['attempt']>;

/** What keeps an attempt going on this device. */
export interface Room {
  readonly clock: ExamClock;
  readonly outbox: AnswerOutbox;
}

/** Opens the clock and the outbox of an attempt for as long as the page is open; null for a moment at first. */
export function useRoom(attempt: RoomAttempt): Room | null {
  const sdk = useSdk();
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const clock = createExamClock(attempt.remainingSeconds);
    const outbox = createAnswerOutbox({
      lectern: sdk,
      attemptId: attempt.id,
      storage: indexedDb(),
      storedAnswers: attempt.answers ?? [],
      clock,
    });
    setRoom({ clock, outbox });
    return () => outbox[Symbol.dispose]();
  }, [sdk, attempt]);
  return room;
}

const never = () => () => {};

/** The outbox as it is now. */
export function useOutbox(outbox: AnswerOutbox | null): OutboxSnapshot | null {
  return useSyncExternalStore(outbox?.subscribe ?? never, () => outbox?.snapshot() ?? null);
}

/** What is answered to each question, and where it is. */
export function useAnswers(attempt: RoomAttempt, snapshot: OutboxSnapshot | null): ReadonlyMap<string, AnswerView> {
  return useMemo(() => answerViews(attempt.questions ?? [], attempt.answers ?? [], snapshot), [attempt, snapshot]);
}

/** Whole seconds left by the server's clock; renders once a second. */
export function useSecondsLeft(clock: ExamClock | null, fallback: number): number {
  const [left, setLeft] = useState(Math.ceil(fallback));
  useEffect(() => {
    if (!clock) return undefined;
    const look = () => setLeft(Math.ceil(clock.remainingSeconds()));
    look();
    const timer = setInterval(look, 200);
    return () => clearInterval(timer);
  }, [clock]);
  return left;
}

/** Whether the browser believes it has a network. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('online', changed);
      addEventListener('offline', changed);
      return () => {
        removeEventListener('online', changed);
        removeEventListener('offline', changed);
      };
    },
    () => navigator.onLine,
  );
}
