import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { effectiveAllowances } from '../allowance/allowance.queries.ts';
import type { ClassStatisticsCache } from '../analysis/class-statistics.ts';
import { databaseNow, findExams } from '../exam/exam.queries.ts';
import { listOverExamIds } from '../grading/exam-over.queries.ts';
import { feedbackByQuestion } from '../grading/question-results.ts';
import type { IllustrationLinks } from '../illustration/illustration-links.ts';
import { listMarkerFeedback } from '../marking/script.queries.ts';
import type { PaperCache } from '../paper/paper-cache.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { findAttempts, listAnswers } from './attempt.queries.ts';
import type { MessageFacts } from './attempt-message.ts';
import { listMessages } from './attempt-room.queries.ts';
import { learnerObstacle } from './learner-obstacle.ts';

export type FactsDeps = {
  readonly papers: PaperCache;
  readonly statistics: ClassStatisticsCache;
  readonly illustrationLinks: IllustrationLinks;
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
  const [answers, exams, siblings, over, written, messages, now] = await Promise.all([
    listAnswers(em, ids),
    findExams(em, examIds),
    listSiblings(em, ids),
    listOverExamIds(em, examIds),
    graded.length > 0 ? listMarkerFeedback(em, graded) : [],
    listMessages(em, attempts),
    databaseNow(em),
  ]);
  const answersOf = Map.groupBy(answers, ({ attemptId }) => attemptId);
  const writtenOf = Map.groupBy(written, ({ attemptId }) => attemptId);
  const siblingsOf = Map.groupBy(siblings, ({ examId, learnerId }) => `${examId}:${learnerId}`);
  const facts: MessageFacts[] = [];
  for (const exam of exams) {
    const here = attempts.filter(({ examId }) => examId === exam.id);
    const grants = await effectiveAllowances(
      em,
      exam,
      here.map(({ learnerId }) => learnerId),
    );
    const statistics = exam.resultPolicy.classStatistics === 'NEVER' ? null : await deps.statistics.get(exam);
    for (const attempt of here) {
      const own = siblingsOf.get(`${exam.id}:${attempt.learnerId}`) ?? [];
      facts.push({
        attempt,
        exam,
        paper: await deps.papers.get(attempt.paperId),
        correctedPaper: await deps.papers.getCorrected(attempt.paperId, attempt.keyRevision),
        answers: answersOf.get(attempt.id) ?? [],
        ownResults: own.filter(({ status }) => status === 'GRADED'),
        markerFeedback: feedbackByQuestion(writtenOf.get(attempt.id) ?? []),
        messages: messages.get(attempt.id) ?? [],
        isOver: over.includes(exam.id),
        statistics,
        // From where the learner would start is not known here.
        startObstacle: learnerObstacle(
          { exam, own, grant: grants.get(attempt.learnerId) ?? null, isRegistered: true },
          now,
        ),
        illustrationLinks: deps.illustrationLinks,
      });
    }
  }
  return facts;
}

/** All attempts of the learners of these at their exams, these among them. */
async function listSiblings(em: EntityManager, attemptIds: readonly string[]): Promise<AttemptRow[]> {
  const found = await rows<{ id: string }>(
    em,
    `select distinct o.id
       from exam.attempt a join exam.attempt o on o.exam_id = a.exam_id and o.learner_id = a.learner_id
      where a.id = any(?::uuid[])`,
    [attemptIds],
  );
  return findAttempts(
    em,
    found.map(({ id }) => id),
  );
}
