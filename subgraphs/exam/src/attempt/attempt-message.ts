import type { ClassStatistics } from '../analysis/class-statistics.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { questionResults } from '../grading/question-results.ts';
import { resultParts, resultState } from '../grading/result-policy.ts';
import type { KnownPaper } from '../paper/paper-cache.ts';
import type { AnswerRow } from './answer.entity.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { answeredCount } from './attempt-view.ts';

export type MessageFacts = {
  readonly attempt: AttemptRow;
  readonly exam: ExamRow;
  /** With the keys the attempt was graded under. */
  readonly correctedPaper: KnownPaper;
  readonly answers: readonly AnswerRow[];
  /** By question: what those who marked wrote. */
  readonly markerFeedback: ReadonlyMap<string, readonly string[]>;
  /** Whether nobody sits the exam any more, nor can. */
  readonly isOver: boolean;
  readonly statistics: ClassStatistics | null;
};

/**
 * An ended attempt as the topic `attempt.{id}.result` carries it: of the GraphQL type Attempt, as its learner sees it, what is
 * new when it has ended, so that the gateway selects from it and asks nobody. What the exam's policy does not show the
 * learner by now is not in it. Paper, answers and exam are left out, which the learner had before: they were nine
 * tenths of the bytes, each read by three processes and kept by Redis. Whoever selects them is answered by a query.
 */
export function attemptMessage({ attempt, exam, answers, isOver, ...facts }: MessageFacts): object {
  const { id, learnerId, number, status, ending, startedAt, deadlineAt, submittedAt } = attempt;
  return {
    __typename: 'Attempt',
    id,
    exam: { __typename: 'Exam', id: exam.id },
    learner: { __typename: 'User', id: learnerId },
    number,
    status,
    ending,
    startedAt,
    deadlineAt,
    remainingSeconds: 0,
    acceptsUntil: attempt.acceptsUntil,
    pausedAt: attempt.pausedAt,
    extraSeconds: attempt.extraSeconds,
    activeDeviceId: attempt.deviceId,
    submittedAt,
    answeredCount: answeredCount(answers),
    resultState: resultState(status, exam.resultPolicy, 'LEARNER', isOver),
    result: resultMessage({ attempt, exam, answers, isOver, ...facts }),
    incidents: null,
  };
}

function resultMessage(facts: MessageFacts): object | null {
  const { attempt, exam, correctedPaper, answers, markerFeedback, isOver, statistics } = facts;
  const parts = resultParts(exam.resultPolicy, 'LEARNER', isOver);
  if (attempt.status !== 'GRADED' || !parts.marks) return null;
  const { pointsAwarded, pointsMax, scorePercent, isPassed, gradedAt } = attempt;
  return {
    ...{ pointsAwarded, pointsMax, scorePercent, isPassed, gradedAt },
    questions: questionResults({ paper: correctedPaper, attempt, answers, parts, markerFeedback }),
    classStatistics: parts.classStatistics ? statistics : null,
  };
}
