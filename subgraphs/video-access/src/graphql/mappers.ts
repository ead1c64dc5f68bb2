import type { Connection } from '@lectern/subgraph';
import type { Grant } from '../playback/grant.ts';
import type { Progress } from '../progress/progress.queries.ts';
import type { Video } from '../video/video.entity.ts';

export type VideoAssetMapper = Video;
export type VideoAssetConnectionMapper = Connection<Video>;
export type WatchProgressMapper = Progress;
export type CourseMapper = { readonly id: string };
/** The addresses are made from the grant's id when they are asked for. */
export type PlaybackGrantMapper = { readonly grant: Grant; readonly video: Video };
