import type { MutationResolvers } from '../graphql/types.generated.ts';
import { publishExam } from './publish-exam.ts';

export const paperMutations = {
  async publishExam(_parent, { input }, deps) {
    return { exam: await publishExam(deps, input.examId) };
  },
} satisfies MutationResolvers;
