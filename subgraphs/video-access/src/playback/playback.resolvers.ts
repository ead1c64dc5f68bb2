import type { Resolvers } from '../graphql/types.generated.ts';
import { playbackUrls } from './grant.ts';
import { grantToken } from './grant-token.ts';
import { renewPlayback } from './renew-playback.ts';
import { startPlayback } from './start-playback.ts';

export const playbackResolvers: Resolvers = {
  Mutation: {
    startPlayback: async (_, { input }, deps) => ({ grant: await startPlayback(deps, input.videoId) }),
    renewPlayback: async (_, { input }, deps) => ({ grant: await renewPlayback(deps, input.grantId) }),
  },
  PlaybackGrant: {
    id: ({ grant }) => grant.id,
    expiresAt: ({ grant }) => grant.expiresAt,
    playlistUrl: ({ grant }, _, deps) => playbackUrls(grantToken(grant.id, deps.signingSecret)).playlistUrl,
    posterUrl: ({ grant }, _, deps) => playbackUrls(grantToken(grant.id, deps.signingSecret)).posterUrl,
    resumeAtSeconds: async ({ video }, _, deps) => {
      const progress = await deps.progressOf.load(video.id);
      return resumeAt(progress?.positionSeconds ?? 0, video.durationSeconds ?? 0);
    },
  },
};

/** Whoever saw the end begins anew. */
function resumeAt(positionSeconds: number, durationSeconds: number): number {
  return positionSeconds >= durationSeconds - 3 ? 0 : positionSeconds;
}
