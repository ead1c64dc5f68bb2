import type { ExamRow } from '../exam/exam.entity.ts';
import type { IllustrationLinks } from '../illustration/illustration-links.ts';
import { withIllustrations } from '../illustration/shown-illustrations.ts';
import { type Paper, questionCountOf } from '../paper/paper.ts';
import type { AnswerRow } from './answer.entity.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { answeredCount, answerView, questionResults, questionViews } from './attempt-view.ts';
import type { StartObstacle } from './start-obstacle.ts';

export type MessageFacts = {
  readonly attempt: AttemptRow;
  readonly exam: ExamRow;
  readonly paper: Paper;
  readonly answers: readonly AnswerRow[];
  /** Whether the learner could start another attempt now. */
  readonly startObstacle: StartObstacle | null;
  readonly illustrationLinks: IllustrationLinks;
};

/**
 * An ended attempt as the topic `attempt.{id}.result` carries it: the GraphQL type Attempt as its learner sees it, every
 * field without arguments, so that the gateway selects from it and asks nobody. Only `exam.viewerAttempts` is left out:
 * it would hold this object again.
 */
export function attemptMessage(facts: MessageFacts): object {
  const { attempt, exam, paper, answers, startObstacle, illustrationLinks } = facts;
  const { id, learnerId, number, status, ending, startedAt, deadlineAt, submittedAt } = attempt;
  const { pointsAwarded, pointsMax, scorePercent, isPassed, gradedAt } = attempt;
  const questions = questionResults(paper, attempt, answers);
  return {
    __typename: 'Attempt',
    id,
    exam: examMessage(exam, paper, startObstacle),
    learner: { __typename: 'User', id: learnerId },
    number,
    status,
    ending,
    startedAt,
    deadlineAt,
    remainingSeconds: 0,
    submittedAt,
    sections: paper.sections,
    questions: withIllustrations(questionViews(paper, attempt), learnerId, illustrationLinks),
    answers: answers.map(answerView),
    answeredCount: answeredCount(answers),
    result: { pointsAwarded, pointsMax, scorePercent, isPassed, gradedAt, questions },
  };
}

function examMessage(exam: ExamRow, paper: Paper, viewerStartObstacle: StartObstacle | null): object {
  const { id, courseId, title, instructions, status, opensAt, closesAt, timeLimitSeconds, passMarkPercent } = exam;
  return {
    __typename: 'Exam',
    id,
    course: { __typename: 'Course', id: courseId },
    title,
    instructions,
    status,
    opensAt,
    closesAt,
    timeLimitSeconds,
    passMarkPercent,
    attemptsMax: exam.attemptsMax,
    resultVisibility: exam.resultVisibility,
    questionCount: questionCountOf(paper),
    pointsMax: paper.pointsMax,
    viewerIsRegistered: true,
    viewerStartObstacle,
    viewerCanEdit: false,
  };
}
