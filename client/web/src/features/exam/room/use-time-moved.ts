import type { AttemptRoomState } from '@lectern/sdk';
import { useEffect, useRef, useState } from 'react';

/** The deadline as it was, to tell by how much it has moved. */
export interface Moment {
  readonly deadlineAt: string | null;
  readonly isPaused: boolean;
}

/** By how many seconds the learner was given (or lost) time; 0 when the deadline only moved with a pause. */
export function secondsMoved(before: Moment | null, now: Moment): number {
  if (!before?.deadlineAt || !now.deadlineAt || before.isPaused || now.isPaused) return 0;
  return Math.round((Date.parse(now.deadlineAt) - Date.parse(before.deadlineAt)) / 1000);
}

/**
 * Time given or taken while the page is open, in seconds. `moved` is null when there was none, or it has been read;
 * `total` is all of it since the attempt was read.
 */
export function useTimeMoved(room: AttemptRoomState | null, attempt: unknown) {
  const before = useRef<Moment | null>(null);
  const [moved, setMoved] = useState<number | null>(null);
  const [total, setTotal] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt read anew knows the whole extra time itself
  useEffect(() => setTotal(0), [attempt]);
  const deadlineAt = room?.deadlineAt ?? null;
  const isPaused = room?.isPaused ?? false;
  useEffect(() => {
    if (deadlineAt === null) return;
    const now = { deadlineAt, isPaused };
    const seconds = secondsMoved(before.current, now);
    before.current = now;
    if (seconds === 0) return;
    setMoved((sum) => (sum ?? 0) + seconds || null);
    setTotal((sum) => sum + seconds);
  }, [deadlineAt, isPaused]);
  return { moved, total, dismiss: () => setMoved(null) };
}
