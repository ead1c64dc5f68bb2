import type { StreamEvent } from './streams.ts';

/** A viewer has watched nearly all of a video. */
export type VideoWatched = StreamEvent<
  'video.video.watched.v1',
  { readonly videoId: string; readonly courseId: string; readonly viewerId: string }
>;

export type VideoEvent = VideoWatched;
