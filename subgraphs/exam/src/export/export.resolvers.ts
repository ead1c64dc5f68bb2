import type { MutationResolvers } from '../graphql/types.generated.ts';
import { exportQuestions } from './export-questions.ts';

export const exportMutations = {
  async exportQuestions(_parent, { input }, deps) {
    return { export: await exportQuestions(deps, { ...input, tags: input.tags ?? [] }) };
  },
} satisfies MutationResolvers;
