import { questionViews } from '../attempt/attempt-view.ts';
import type { MutationResolvers, QueryResolvers } from '../graphql/types.generated.ts';
import { previewExam } from './preview-exam.ts';
import { publishExam } from './publish-exam.ts';

export const paperQueries = {
  async examPreview(_parent, { examId, seed }, deps) {
    const { paper, timeLimitSeconds } = await previewExam(deps, examId);
    const { sections, pointsMax } = paper;
    return { sections, questions: questionViews(paper, { seed }), pointsMax, timeLimitSeconds };
  },
} satisfies QueryResolvers;

export const paperMutations = {
  async publishExam(_parent, { input }, deps) {
    return { exam: await publishExam(deps, input.examId) };
  },
} satisfies MutationResolvers;
