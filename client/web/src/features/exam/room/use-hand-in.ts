import { type AnswerOutbox, SubmitAttemptDocument } from '@lectern/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useNavigate } from 'react-router';
import { useSdk } from '../../../graph/sdk.tsx';

/** Where handing in stands. `unsaved`: some answers have not reached the server; the learner decides. */
export type HandIn =
  | { readonly status: 'idle' | 'sending' | 'handingIn' | 'done' }
  | { readonly status: 'unsaved'; readonly count: number }
  | { readonly status: 'failed'; readonly error: unknown };

/** Sends what is left, hands in, and goes to the result. */
export function useHandIn(attemptId: string, outbox: AnswerOutbox | null) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [handIn, setHandIn] = useState<HandIn>({ status: 'idle' });

  const submit = useCallback(async () => {
    setHandIn({ status: 'handingIn' });
    try {
      await sdk.mutate(SubmitAttemptDocument, { input: { attemptId } });
      setHandIn({ status: 'done' });
      await outbox?.forget().catch(() => undefined);
      await queries.invalidateQueries({ refetchType: 'none' });
      await navigate(`/attempts/${attemptId}/result`, { replace: true });
    } catch (error) {
      setHandIn({ status: 'failed', error });
    }
  }, [sdk, attemptId, outbox, queries, navigate]);

  const sendThenSubmit = useCallback(async () => {
    setHandIn({ status: 'sending' });
    const outcome = await outbox?.flush();
    const unsaved = outcome?.unsaved.length ?? 0;
    if (unsaved > 0) setHandIn({ status: 'unsaved', count: unsaved });
    else await submit();
  }, [outbox, submit]);

  const reset = useCallback(() => setHandIn({ status: 'idle' }), []);
  return { handIn, sendThenSubmit, submit, reset };
}
