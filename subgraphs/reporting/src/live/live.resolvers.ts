import type { RequestDeps } from '../deps.ts';
import { mayWatch } from '../exam/exam-access.ts';
import type { ExamResolvers, QueryResolvers } from '../graphql/types.generated.ts';
import type { LiveStats } from './live-stats.ts';

export const liveQueries = {
  examLive: (_parent, { examId }, deps) => findLiveStats(deps, examId),
} satisfies QueryResolvers;

export const examFields = {
  __resolveReference: ({ id }) => ({ id }),
  liveStats: ({ id }, _args, deps) => findLiveStats(deps, id),
} satisfies ExamResolvers;

/** Null for an exam that is not there and for viewers who may not see its numbers: one answer for both. */
async function findLiveStats(deps: RequestDeps, examId: string): Promise<LiveStats | null> {
  const exam = await deps.examById.load(examId);
  return exam && (await mayWatch(deps, exam)) ? deps.liveReader.readShared(exam.examId) : null;
}
