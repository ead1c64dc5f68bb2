import { LecternRequestError } from '@lectern/sdk';
import { QueryClient } from '@tanstack/react-query';

const attemptsMax = 3;

/** The cache of what was fetched: fresh for a while, tried again only where that can help. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) =>
          failures < attemptsMax - 1 &&
          error instanceof LecternRequestError &&
          error.isRetryable &&
          error.code !== 'RATE_LIMITED',
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}
