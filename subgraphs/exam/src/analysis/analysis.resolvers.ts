import { examErrors } from '../exam/exam.errors.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import type { QueryResolvers } from '../graphql/types.generated.ts';

export const analysisQueries = {
  async itemAnalysis(_parent, { examId }, deps) {
    const { exam } = await getExamToTeach(deps, examId);
    const analysis = await deps.itemAnalyses.get(exam);
    if (!analysis) throw examErrors.make('EXAM_NOT_PUBLISHED');
    return analysis;
  },
} satisfies QueryResolvers;
