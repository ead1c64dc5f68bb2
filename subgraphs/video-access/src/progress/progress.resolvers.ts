import type { Resolvers } from '../graphql/types.generated.ts';
import { saveWatchProgress } from './save-watch-progress.ts';

export const progressResolvers: Resolvers = {
  Mutation: {
    saveWatchProgress: async (_, { input }, deps) => ({ progress: await saveWatchProgress(deps, input) }),
  },
  VideoAsset: {
    viewerProgress: ({ id }, _, deps) => deps.progressOf.load(id),
  },
};
