import { type AnswerOutbox, AttemptResultDocument, AttemptReviewDocument, SubmitAttemptDocument } from '@lectern/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useSdk } from '../../../graph/sdk.tsx';
import { useLive } from '../../../graph/use-live.ts';

const askAgainMs = 3000;

export interface Ending {
  readonly attemptId: string;
  readonly isTimeUp: boolean;
  readonly outbox: AnswerOutbox | null;
}

/**
 * Goes to the result as soon as the attempt has ended: told by the subscription (handed in in another tab, closed by
 * the school), or because the time is up here: then the last answers are sent and the server is asked until it says so.
 */
export function useEnding({ attemptId, isTimeUp, outbox }: Ending): void {
  const sdk = useSdk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const isLeaving = useRef(false);
  const { data } = useLive(AttemptResultDocument, { attemptId });
  const status = data?.attemptResult?.status;

  const leave = useCallback(async () => {
    if (isLeaving.current) return;
    isLeaving.current = true;
    await outbox?.forget().catch(() => undefined);
    await queries.invalidateQueries({ refetchType: 'none' });
    await navigate(`/attempts/${attemptId}/result`, { replace: true });
  }, [attemptId, outbox, queries, navigate]);

  useEffect(() => {
    if (status !== undefined && status !== 'IN_PROGRESS' && status !== 'NOT_STARTED') void leave();
  }, [status, leave]);

  useEffect(() => {
    if (!isTimeUp) return undefined;
    let isGone = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      try {
        await sdk.mutate(SubmitAttemptDocument, { input: { attemptId } });
        if (!isGone) await leave();
      } catch {
        const hasEnded = await sdk.query(AttemptReviewDocument, { attemptId }).then(
          ({ attempt }) => attempt !== null && attempt.status !== 'IN_PROGRESS',
          () => false,
        );
        if (isGone) return;
        if (hasEnded) await leave();
        else timer = setTimeout(() => void ask(), askAgainMs);
      }
    };
    const finish = async () => {
      await outbox?.flush({ timeoutMs: 8000 }).catch(() => undefined);
      if (!isGone) await ask();
    };
    void finish();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [isTimeUp, sdk, attemptId, outbox, leave]);
}
