import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { VideoAccessEvents } from '../events.ts';
import type { MediaStorage } from '../storage/media-storage.ts';
import type { UploadStore } from '../upload/upload-store.ts';
import { changeStatus, findVideo, noteFileRemoval, type StatusFacts } from '../video/video.queries.ts';
import { findContentKey } from './content-key.ts';
import type { VideoTools } from './find-tools.ts';
import { type HlsResult, makeHls } from './make-hls.ts';
import { type Claim, deleteJob, extendClaim, releaseClaim } from './transcode.queries.ts';

export type TranscodeDeps = {
  readonly fork: () => EntityManager;
  readonly events: VideoAccessEvents;
  readonly tools: VideoTools;
  readonly uploads: UploadStore;
  readonly storage: MediaStorage;
  /** Where work in progress lies, on the storage's disk. */
  readonly workPath: string;
  readonly leaseSeconds: number;
  readonly timeoutMs: number;
  readonly attemptsMax: number;
  readonly noticeFileRemoval: () => void;
};

const pauseSecondsPerAttempt = 10;

/**
 * Makes one claimed video ready: works in a folder of its own, publishes it whole, then notes the outcome. `stopping`
 * gives the job back, uncounted; `lost` means that it is another's already.
 */
export async function transcodeVideo(
  deps: TranscodeDeps,
  claim: Claim,
  signals: { readonly stopping: AbortSignal; readonly lost: AbortSignal },
): Promise<void> {
  const { videoId, attempt } = claim;
  if (attempt > deps.attemptsMax) {
    const reason = `The video could not be made ready, although it was tried ${deps.attemptsMax} times.`;
    return fail(deps, claim, reason, 'the process ended each time');
  }
  deps.events.transcodeStarted({ videoId, attempt });
  await removeRemains(deps.workPath, videoId);
  const output = join(deps.workPath, `${videoId}.${claim.claimId}`);
  try {
    const key = await findContentKey(deps.fork(), videoId);
    if (!key) return;
    const result = await makeHls({
      tools: deps.tools,
      input: deps.uploads.pathOf(videoId),
      output,
      key,
      signal: AbortSignal.any([signals.stopping, signals.lost]),
      timeoutMs: deps.timeoutMs,
    });
    if (signals.lost.aborted) return;
    if (signals.stopping.aborted && result.outcome !== 'READY') {
      return await releaseClaim(deps.fork(), claim, 0, 'uncounted');
    }
    await settle(deps, claim, result, output);
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** What attempts that died have left: half-made files, and a key. */
async function removeRemains(workPath: string, videoId: string): Promise<void> {
  await mkdir(workPath, { recursive: true });
  const names = await readdir(workPath);
  for (const name of names.filter((entry) => entry.startsWith(`${videoId}.`))) {
    await rm(join(workPath, name), { recursive: true, force: true });
  }
}

async function settle(deps: TranscodeDeps, claim: Claim, result: HlsResult, output: string): Promise<void> {
  const { videoId, attempt } = claim;
  if (result.outcome === 'READY') return publish(deps, claim, result, output);
  if (result.outcome === 'REFUSED' || attempt >= deps.attemptsMax) {
    return fail(deps, claim, result.reason, result.detail);
  }
  deps.events.transcodeRetried({ videoId, attempt, detail: result.detail });
  await releaseClaim(deps.fork(), claim, attempt * pauseSecondsPerAttempt, 'counted');
}

async function publish(
  deps: TranscodeDeps,
  claim: Claim,
  result: Extract<HlsResult, { outcome: 'READY' }>,
  output: string,
): Promise<void> {
  const { videoId } = claim;
  if (!(await extendClaim(deps.fork(), claim, deps.leaseSeconds))) return;
  await deps.storage.publish(videoId, output);
  const { durationSeconds, width, height } = result;
  const isNoted = await end(deps, claim, 'READY', { durationSeconds, width, height });
  if (isNoted) deps.events.videoReady({ videoId, durationSeconds, width, height });
}

async function fail(deps: TranscodeDeps, claim: Claim, failureReason: string, detail: string): Promise<void> {
  const isNoted = await end(deps, claim, 'FAILED', { failureReason });
  if (isNoted) deps.events.videoFailed({ videoId: claim.videoId, reason: failureReason, detail });
}

async function end(deps: TranscodeDeps, claim: Claim, to: 'READY' | 'FAILED', facts: StatusFacts): Promise<boolean> {
  const isNoted = await transaction(deps.fork(), async (em) => {
    if (!(await deleteJob(em, claim))) {
      // Removed while it was being made ready: what was published must go as well. If another has the job, it
      // publishes anew.
      if (!(await findVideo(em, claim.videoId))) await noteFileRemoval(em, claim.videoId, 'ALL');
      return false;
    }
    await changeStatus(em, claim.videoId, to, facts);
    await noteFileRemoval(em, claim.videoId, 'SOURCE');
    return true;
  });
  deps.noticeFileRemoval();
  return isNoted;
}
