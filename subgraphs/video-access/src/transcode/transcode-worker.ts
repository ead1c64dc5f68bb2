import type { Logger } from '@lectern/runtime';
import { newId } from '@lectern/runtime';
import { type Claim, claimJob, extendClaim } from './transcode.queries.ts';
import { type TranscodeDeps, transcodeVideo } from './transcode-video.ts';

export type TranscodeWorkerDeps = TranscodeDeps & {
  readonly logger: Logger;
  /** Jobs at once in this process; 0 leaves them to others. */
  readonly concurrency: number;
};

export type TranscodeWorker = AsyncDisposable & {
  /** A job may be waiting. */
  notice(): void;
};

/** Other processes add jobs without our notice, and leases run out. */
const pollMs = 2_000;

/** Works off transcode jobs. Disposing it ends the running ones and gives them back at once. */
export function startTranscodeWorker(deps: TranscodeWorkerDeps): TranscodeWorker {
  const stopping = new AbortController();
  let wake = Promise.withResolvers<void>();

  async function slot(): Promise<void> {
    while (!stopping.signal.aborted) {
      const noticed = wake.promise;
      const claim = await claimOrNull(deps);
      if (claim) await work(deps, claim, stopping.signal);
      else await pauseUntil(noticed, pollMs, stopping.signal);
    }
  }
  const slots = Promise.all(Array.from({ length: deps.concurrency }, slot));

  return {
    notice() {
      wake.resolve();
      wake = Promise.withResolvers<void>();
    },
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error('the service is stopping'));
      await slots;
    },
  };
}

async function claimOrNull(deps: TranscodeWorkerDeps): Promise<Claim | null> {
  try {
    return await claimJob(deps.fork(), newId(), deps.leaseSeconds);
  } catch (error) {
    deps.logger.warn({ err: error }, 'no transcode job could be asked for');
    return null;
  }
}

/** One job to its end. The lease is renewed all the while; when it is lost the work is ended. */
async function work(deps: TranscodeWorkerDeps, claim: Claim, stopping: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const renewal = setInterval(
    () => {
      extendClaim(deps.fork(), claim, deps.leaseSeconds).then(
        (isOurs) => {
          if (!isOurs) lost.abort(new Error('the job is ours no more'));
        },
        // The database may be back before the lease has run out.
        (error: unknown) => deps.logger.warn({ err: error, videoId: claim.videoId }, 'a lease could not be renewed'),
      );
    },
    (deps.leaseSeconds * 1_000) / 3,
  );
  try {
    await transcodeVideo(deps, claim, { stopping, lost: lost.signal });
  } catch (error) {
    // The lease runs out by itself, and the job is taken again.
    deps.logger.error({ err: error, videoId: claim.videoId }, 'a transcode job was dropped');
  } finally {
    clearInterval(renewal);
  }
}

async function pauseUntil(noticed: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await Promise.race([promise, noticed]);
  clearTimeout(timer);
  resolve();
}
