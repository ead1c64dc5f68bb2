import type { Logger, Metrics } from '@lectern/runtime';
import { Counter } from 'prom-client';

/** The business facts of this service, each a line in the log and a count. They never throw. */
export type VideoAccessEvents = ReturnType<typeof createEvents>;

export function createEvents(logger: Logger, metrics: Metrics) {
  const count = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `lectern_video_access_${name}_total`, help, labelNames, registers: [metrics.registry] });
  const created = count('videos_created', 'Videos made');
  const uploaded = count('uploads_finished', 'Files that arrived whole');
  const expired = count('uploads_expired', 'Uploads that were abandoned');
  const transcoded = count('transcodes', 'Outcomes of making a video ready', ['outcome']);
  const removed = count('videos_removed', 'Videos removed');
  const granted = count('playbacks_granted', 'Playback grants given');
  const watched = count('videos_watched', 'Videos watched to nearly the end');
  const refused = count('media_refused', 'Requests for media that were refused');
  return {
    videoCreated(facts: { videoId: string; courseId: string; creatorId: string }) {
      created.inc();
      logger.info(facts, 'video created');
    },
    uploadFinished(facts: { videoId: string }) {
      uploaded.inc();
      logger.info(facts, 'upload finished');
    },
    uploadExpired(facts: { videoId: string }) {
      expired.inc();
      logger.info(facts, 'upload expired');
    },
    transcodeStarted(facts: { videoId: string; attempt: number }) {
      logger.info(facts, 'making video ready');
    },
    videoReady(facts: { videoId: string; durationSeconds: number; width: number; height: number }) {
      transcoded.inc({ outcome: 'ready' });
      logger.info(facts, 'video ready');
    },
    videoFailed(facts: { videoId: string; reason: string; detail: string }) {
      transcoded.inc({ outcome: 'failed' });
      logger.warn(facts, 'video failed');
    },
    transcodeRetried(facts: { videoId: string; attempt: number; detail: string }) {
      transcoded.inc({ outcome: 'retried' });
      logger.warn(facts, 'making video ready did not succeed; it will be tried again');
    },
    videoRemoved(facts: { videoId: string; removerId: string }) {
      removed.inc();
      logger.info(facts, 'video removed');
    },
    playbackGranted(facts: { videoId: string; viewerId: string; grantId: string }) {
      granted.inc();
      logger.info(facts, 'playback granted');
    },
    videoWatched(facts: { videoId: string; viewerId: string }) {
      watched.inc();
      logger.info(facts, 'video watched');
    },
    mediaRefused(facts: { requestId: string; reason: string }) {
      refused.inc();
      logger.debug(facts, 'media refused');
    },
  };
}
