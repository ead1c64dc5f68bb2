import type { MutationResolvers } from '../graphql/types.generated.ts';
import { importQuestions } from './import-questions.ts';

export const importMutations = {
  async importQuestions(_parent, { input }, deps) {
    return { import: await importQuestions(deps, { ...input, leavesOutBadRows: input.leavesOutBadRows ?? false }) };
  },
} satisfies MutationResolvers;
