import type { ClassStatistics } from '../analysis/class-statistics.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { questionResults } from '../grading/question-results.ts';
import { resultParts, resultState } from '../grading/result-policy.ts';
import { viewerStanding } from '../grading/standing.ts';
import type { IllustrationLinks } from '../illustration/illustration-links.ts';
import { withIllustrations } from '../illustration/shown-illustrations.ts';
import { questionCountOf } from '../paper/paper.ts';
import type { KnownPaper } from '../paper/paper-cache.ts';
import type { AnswerRow } from './answer.entity.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { answeredCount, answerView, questionViews } from './attempt-view.ts';
import type { StartObstacle } from './start-obstacle.ts';

export type MessageFacts = {
  readonly attempt: AttemptRow;
  readonly exam: ExamRow;
  /** As published: what the learner saw. */
  readonly paper: KnownPaper;
  /** With the keys the attempt was graded under. */
  readonly correctedPaper: KnownPaper;
  readonly answers: readonly AnswerRow[];
  /** All graded attempts of the learner at the exam. */
  readonly ownResults: readonly AttemptRow[];
  /** By question: what those who marked wrote. */
  readonly markerFeedback: ReadonlyMap<string, readonly string[]>;
  /** What proctors said to the learner. */
  readonly messages: readonly object[];
  /** Whether nobody sits the exam any more, nor can. */
  readonly isOver: boolean;
  readonly statistics: ClassStatistics | null;
  /** Whether the learner could start another attempt now. */
  readonly startObstacle: StartObstacle | null;
  readonly illustrationLinks: IllustrationLinks;
};

/**
 * An ended attempt as the topic `attempt.{id}.result` carries it: the GraphQL type Attempt as its learner sees it, every
 * field without arguments, so that the gateway selects from it and asks nobody. What the exam's policy does not show the
 * learner by now is not in it. Only `exam.viewerAttempts` is left out: it would hold this object again.
 */
export function attemptMessage(facts: MessageFacts): object {
  const { attempt, paper, answers, illustrationLinks } = facts;
  const { id, learnerId, number, status, ending, startedAt, deadlineAt, submittedAt } = attempt;
  return {
    __typename: 'Attempt',
    id,
    exam: examMessage(facts),
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
    sections: paper.sections,
    questions: withIllustrations(questionViews(paper, attempt), learnerId, illustrationLinks),
    answers: answers.map(answerView),
    answeredCount: answeredCount(answers),
    resultState: resultState(status, facts.exam.resultPolicy, 'LEARNER', facts.isOver),
    result: resultMessage(facts),
    incidents: null,
    messages: facts.messages,
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

function examMessage({ exam, paper, ownResults, isOver, startObstacle }: MessageFacts): object {
  const { id, courseId, title, instructions, status, opensAt, closesAt, timeLimitSeconds, passMarkPercent } = exam;
  const seesMarks = resultParts(exam.resultPolicy, 'LEARNER', isOver).marks;
  const standing = seesMarks ? viewerStanding(exam, ownResults, paper.pointsMax) : null;
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
    passMarkPoints: exam.passMarkPoints,
    attemptsMax: exam.attemptsMax,
    attemptDelaySeconds: exam.attemptDelaySeconds,
    countingAttempt: exam.countingAttempt,
    graceSeconds: exam.graceSeconds,
    navigation: exam.navigation,
    shufflesQuestions: exam.shufflesQuestions,
    shufflesChoices: exam.shufflesChoices,
    needsAccessCode: exam.accessCode !== null,
    accessCode: null,
    allowedNetworks: null,
    resultVisibility: exam.resultVisibility,
    resultPolicy: exam.resultPolicy,
    marking: exam.marking,
    questionCount: questionCountOf(paper),
    pointsMax: paper.pointsMax,
    viewerIsRegistered: true,
    viewerStartObstacle: startObstacle,
    viewerStanding: standing && { ...standing, attempt: standing.attempt && attemptReference(standing.attempt) },
    viewerCanEdit: false,
    viewerCanSupervise: false,
    ...hiddenFromLearners,
  };
}

/** Of an attempt within this message only what does not lead back here. */
function attemptReference({ id, number, status, ending, startedAt, deadlineAt, submittedAt }: AttemptRow): object {
  return { __typename: 'Attempt', ...{ id, number, status, ending, startedAt, deadlineAt, submittedAt } };
}

const hiddenFromLearners = { keyCorrections: null, publishedQuestions: null, regradeLeftCount: null, allowances: null };
