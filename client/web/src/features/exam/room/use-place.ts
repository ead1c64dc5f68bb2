import { useCallback, useState } from 'react';
import { furthestIndex, keepPlace, readPlace } from './place.ts';
import type { RoomAttempt } from './use-room.ts';

/** Which question is shown, and which may be gone to. */
export function usePlace(attempt: RoomAttempt) {
  const questions = attempt.questions ?? [];
  const isOneWay = attempt.exam.navigation === 'ONE_WAY';
  const [index, setIndex] = useState(() =>
    isOneWay ? furthestIndex(questions, attempt.answers ?? [], readPlace(attempt.id)) : 0,
  );
  const count = questions.length;
  const goTo = useCallback(
    (next: number) =>
      setIndex((present) => {
        const wanted = Math.max(0, Math.min(count - 1, next));
        if (!isOneWay) return wanted;
        if (wanted !== present + 1) return present;
        keepPlace(attempt.id, wanted);
        return wanted;
      }),
    [count, isOneWay, attempt.id],
  );
  return { index, goTo, isOneWay };
}
