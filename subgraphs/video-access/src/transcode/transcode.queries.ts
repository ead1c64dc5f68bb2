import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';

/** A transcode job that this process has for a while. */
export type Claim = {
  readonly videoId: string;
  readonly claimId: string;
  /** 1 for the first try. */
  readonly attempt: number;
};

/** Takes the job that waits longest and belongs to no living process; null when there is none. */
export async function claimJob(em: EntityManager, claimId: string, leaseSeconds: number): Promise<Claim | null> {
  const [job] = await rows<{ videoId: string; attempt: number }>(
    em,
    `update video_access.transcode_job
     set attempts_count = attempts_count + 1, claim_id = ?,
         leased_until = clock_timestamp() + make_interval(secs => ?)
     where video_id = (
       select video_id from video_access.transcode_job
       where run_at <= clock_timestamp() and (leased_until is null or leased_until < clock_timestamp())
       order by run_at limit 1 for update skip locked
     )
     returning video_id as "videoId", attempts_count as attempt`,
    [claimId, leaseSeconds],
  );
  return job ? { ...job, claimId } : null;
}

/** Keeps the job for longer; false when it is ours no more (another took it, or the video was removed). */
export async function extendClaim(em: EntityManager, claim: Claim, leaseSeconds: number): Promise<boolean> {
  const extended = await rows(
    em,
    `update video_access.transcode_job set leased_until = clock_timestamp() + make_interval(secs => ?)
     where video_id = ? and claim_id = ? returning video_id`,
    [leaseSeconds, claim.videoId, claim.claimId],
  );
  return extended.length === 1;
}

/** Gives the job back; it may be taken again after `pauseSeconds`. `uncounted`: as if it had not been tried. */
export async function releaseClaim(
  em: EntityManager,
  claim: Claim,
  pauseSeconds: number,
  trial: 'counted' | 'uncounted',
): Promise<void> {
  await rows(
    em,
    `update video_access.transcode_job
     set leased_until = null, claim_id = null, attempts_count = attempts_count - ?,
         run_at = clock_timestamp() + make_interval(secs => ?)
     where video_id = ? and claim_id = ? returning video_id`,
    [trial === 'uncounted' ? 1 : 0, pauseSeconds, claim.videoId, claim.claimId],
  );
}

/** Ends the job; false when it is ours no more. */
export async function deleteJob(em: EntityManager, claim: Claim): Promise<boolean> {
  const deleted = await rows(
    em,
    'delete from video_access.transcode_job where video_id = ? and claim_id = ? returning video_id',
    [claim.videoId, claim.claimId],
  );
  return deleted.length === 1;
}
