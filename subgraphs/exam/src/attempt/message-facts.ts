import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClassStatisticsCache } from '../analysis/class-statistics.ts';
import { findExams } from '../exam/exam.queries.ts';
import { listOverExamIds } from '../grading/exam-over.queries.ts';
import { feedbackByQuestion } from '../grading/question-results.ts';
import { listMarkerFeedback } from '../marking/script.queries.ts';
import type { PaperCache } from '../paper/paper-cache.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { listAnswers } from './attempt.queries.ts';
import type { MessageFacts } from './attempt-message.ts';

export type FactsDeps = {
  readonly papers: PaperCache;
  readonly statistics: ClassStatisticsCache;
};

/** All that the messages of these attempts tell, read with some statements for however many. */
export async function readMessageFacts(
  em: EntityManager,
  deps: FactsDeps,
  attempts: readonly AttemptRow[],
): Promise<MessageFacts[]> {
  const ids = attempts.map(({ id }) => id);
  const examIds = [...new Set(attempts.map(({ examId }) => examId))];
  const graded = attempts.filter(({ status }) => status === 'GRADED').map(({ id }) => id);
  const [answers, exams, over, written] = await Promise.all([
    listAnswers(em, ids),
    findExams(em, examIds),
    listOverExamIds(em, examIds),
    graded.length > 0 ? listMarkerFeedback(em, graded) : [],
  ]);
  const answersOf = Map.groupBy(answers, ({ attemptId }) => attemptId);
  const writtenOf = Map.groupBy(written, ({ attemptId }) => attemptId);
  const facts: MessageFacts[] = [];
  for (const exam of exams) {
    const statistics = exam.resultPolicy.classStatistics === 'NEVER' ? null : await deps.statistics.get(exam);
    for (const attempt of attempts) {
      if (attempt.examId !== exam.id) continue;
      facts.push({
        attempt,
        exam,
        correctedPaper: await deps.papers.getCorrected(attempt.paperId, attempt.keyRevision),
        answers: answersOf.get(attempt.id) ?? [],
        markerFeedback: feedbackByQuestion(writtenOf.get(attempt.id) ?? []),
        isOver: over.includes(exam.id),
        statistics,
      });
    }
  }
  return facts;
}
