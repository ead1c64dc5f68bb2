import { LecternRequestError } from '@lectern/sdk';

const firstWaitMs = 200;
const waitMaxMs = 2_000;

/** Does it again until it succeeds, as a learner would press the button again; a refusal is final. */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMaxMs, waitMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LecternRequestError) || !error.isRetryable) throw error;
      await pause(waitMs * (0.5 + Math.random()));
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
