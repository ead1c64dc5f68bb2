import { FlagQuestionDocument } from '@lectern/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSdk } from '../../../graph/sdk.tsx';
import type { RoomAttempt } from './use-room.ts';

const retryEveryMs = 10_000;

/** Which questions are marked to come back to. A mark shows at once; it is sent again until the server has it. */
export function useFlags(attempt: RoomAttempt) {
  const sdk = useSdk();
  const [flags, setFlags] = useState<ReadonlySet<string>>(
    () => new Set(attempt.answers?.filter(({ isFlagged }) => isFlagged).map(({ questionId }) => questionId)),
  );
  const pending = useRef(new Map<string, boolean>());
  const send = useCallback(
    async (questionId: string, isFlagged: boolean) => {
      try {
        await sdk.mutate(FlagQuestionDocument, { input: { attemptId: attempt.id, questionId, isFlagged } });
        if (pending.current.get(questionId) === isFlagged) pending.current.delete(questionId);
      } catch {
        // Kept in `pending`; a mark is a convenience, so nobody is told.
      }
    },
    [sdk, attempt.id],
  );
  useEffect(() => {
    const again = () => {
      for (const [questionId, isFlagged] of pending.current) void send(questionId, isFlagged);
    };
    const timer = setInterval(again, retryEveryMs);
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      removeEventListener('online', again);
    };
  }, [send]);
  const toggle = useCallback(
    (questionId: string) => {
      const isFlagged = !flags.has(questionId);
      const next = new Set(flags);
      if (isFlagged) next.add(questionId);
      else next.delete(questionId);
      setFlags(next);
      pending.current.set(questionId, isFlagged);
      void send(questionId, isFlagged);
    },
    [flags, send],
  );
  return { flags, toggle };
}
