import type { MutationResolvers } from '../graphql/types.generated.ts';
import { exportExamResults } from './export-exam-results.ts';

export const exportMutations = {
  async exportExamResults(_parent, { input }, deps) {
    return { file: await exportExamResults(deps, await deps.examById.load(input.examId)) };
  },
} satisfies MutationResolvers;
