import { dateTimeScalar } from '@lectern/subgraph';
import { playbackResolvers } from '../playback/playback.resolvers.ts';
import { progressResolvers } from '../progress/progress.resolvers.ts';
import { videoResolvers } from '../video/video.resolvers.ts';
import type { Resolvers } from './types.generated.ts';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: { ...videoResolvers.Query },
  Mutation: { ...videoResolvers.Mutation, ...playbackResolvers.Mutation, ...progressResolvers.Mutation },
  Course: { ...videoResolvers.Course },
  VideoAsset: { ...videoResolvers.VideoAsset, ...progressResolvers.VideoAsset },
  PlaybackGrant: { ...playbackResolvers.PlaybackGrant },
};
