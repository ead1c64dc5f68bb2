import type { MutationResolvers } from '../graphql/types.generated.ts';
import { importQuestions } from './import-questions.ts';

export const importMutations = {
  async importQuestions(_parent, { input }, deps) {
    const request = {
      ...input,
      fileName: input.fileName ?? '',
      format: input.format ?? null,
      columns: (input.columns ?? []).map(({ name, readAs }) => ({ name, readAs: readAs ?? null })),
      tags: input.tags ?? [],
      leavesOutBadRows: input.leavesOutBadRows ?? false,
    };
    return { import: await importQuestions(deps, request) };
  },
} satisfies MutationResolvers;
