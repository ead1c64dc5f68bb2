import type { AttemptRoom } from '@lectern/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Goes on with the attempt on this device; the page then shows what was answered on the other. */
export function useTakeOver(attemptId: string, room: AttemptRoom | null) {
  const queries = useQueryClient();
  return useMutation<unknown, Error, void>({
    networkMode: 'always',
    mutationFn: async () => {
      const attempt = await room?.takeOver();
      if (attempt) queries.setQueryData(['AttemptPage', attemptId], { attempt });
    },
  });
}
