import {
  type AnswerOutbox,
  type AttemptPageQuery,
  type AttemptRoom,
  type AttemptRoomState,
  browserDevice,
  createAnswerOutbox,
  createExamClock,
  type ExamClock,
  indexedDb,
  type OutboxSnapshot,
  openAttemptRoom,
  ResumeAttemptDocument,
} from '@lectern/sdk';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useSdk } from '../../../graph/sdk.tsx';
import { type AnswerView, answerViews } from './answers.ts';

/** An attempt that can be sat: it runs and its paper is there. */
export type RoomAttempt = NonNullable<AttemptPageQuery['attempt']>;

/** What keeps an attempt going on this device. */
export interface Room {
  readonly clock: ExamClock;
  readonly outbox: AnswerOutbox;
  readonly live: AttemptRoom;
}

/** Opens clock, outbox and room of an attempt for as long as the page is open; null for a moment at first. */
export function useRoom(attempt: RoomAttempt): Room | null {
  const sdk = useSdk();
  const [room, setRoom] = useState<Room | null>(null);
  // An attempt read anew must not open a second room.
  const opened = useRef(attempt);
  opened.current = attempt;
  const { id } = attempt;
  useEffect(() => {
    const { current } = opened;
    const device = browserDevice();
    const isElsewhere = current.activeDeviceId !== null && current.activeDeviceId !== device.id;
    const clock = createExamClock(current.remainingSeconds);
    const outbox = createAnswerOutbox({
      lectern: sdk,
      attemptId: id,
      deviceId: device.id,
      storage: indexedDb(),
      storedAnswers: current.answers ?? [],
      initialHold: isElsewhere ? 'OTHER_DEVICE' : null,
      clock,
    });
    const live = openAttemptRoom({ lectern: sdk, attempt: current, device, clock, outbox });
    // Begun where devices have no names: from now on it is this one's. If that fails, any may answer, as before.
    if (current.activeDeviceId === null) {
      const input = { attemptId: id, deviceId: device.id, deviceLabel: device.label };
      sdk.mutate(ResumeAttemptDocument, { input }).catch(() => undefined);
    }
    setRoom({ clock, outbox, live });
    return () => {
      live.close();
      outbox.close();
    };
  }, [sdk, id]);
  return room;
}

const never = () => () => {};

/** The outbox as it is now. */
export function useOutbox(outbox: AnswerOutbox | null): OutboxSnapshot | null {
  return useSyncExternalStore(outbox?.subscribe ?? never, () => outbox?.snapshot() ?? null);
}

/** The room as it is now. */
export function useRoomState(room: AttemptRoom | null): AttemptRoomState | null {
  return useSyncExternalStore(room?.subscribe ?? never, () => room?.snapshot() ?? null);
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
