import { requireUser } from '@lectern/subgraph';
import type { IllustrationResolvers, MutationResolvers } from '../graphql/types.generated.ts';
import { uploadIllustration } from './upload-illustration.ts';

export const illustrationMutations = {
  async uploadIllustration(_parent, { input }, deps) {
    return { illustration: await uploadIllustration(deps, input) };
  },
} satisfies MutationResolvers;

export const illustrationFields = {
  url: ({ id }, _args, { illustrationLinks, viewer }) => illustrationLinks.urlFor(id, requireUser(viewer).id),
  // Papers know the sizes of their pictures; drafts and the bank do not.
  width: async ({ id, width }, _args, { loaders }) => width ?? (await loaders.illustrationSize.load(id)).width,
  height: async ({ id, height }, _args, { loaders }) => height ?? (await loaders.illustrationSize.load(id)).height,
} satisfies IllustrationResolvers;
