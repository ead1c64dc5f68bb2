import type { AttemptStatus } from '../attempt/attempt-status.ts';
import type { ResultPolicy, ShownWhen } from '../exam/exam.ts';

/** What there is of a result for a viewer. */
export type ResultState = 'NONE' | 'BEING_MARKED' | 'AFTER_CLOSE' | 'NOT_SHOWN' | 'SHOWN';

/** Who asks: the learner whose attempt it is, somebody who teaches the course, or a fellow participant. */
export type ResultViewer = 'LEARNER' | 'TEACHER' | 'PARTICIPANT';

/** The parts of a result that a viewer sees. Without marks there is nothing. */
export type ResultParts = {
  readonly marks: boolean;
  /** How each question was marked. */
  readonly verdicts: boolean;
  readonly rightAnswers: boolean;
  /** The explanations. */
  readonly feedback: boolean;
  /** What those who marked wrote: to the learner, and to nobody else. */
  readonly markerFeedback: boolean;
  readonly classStatistics: boolean;
};

const everything: ResultParts = {
  marks: true,
  verdicts: true,
  rightAnswers: true,
  feedback: true,
  markerFeedback: true,
  classStatistics: true,
};

/**
 * What a viewer sees of a result. `isOver`: nobody sits the exam any more, nor can. Those who teach see all. Fellow
 * participants see marks as the learner does, but how single questions were marked only when the exam is over: before,
 * it would tell others what is right.
 */
export function resultParts(policy: ResultPolicy, viewer: ResultViewer, isOver: boolean): ResultParts {
  if (viewer === 'TEACHER') return everything;
  const isShown = (when: ShownWhen) => when === 'AT_HAND_IN' || (when === 'AFTER_CLOSE' && isOver);
  const marks = isShown(policy.marks);
  const verdicts = marks && (viewer === 'LEARNER' || isOver);
  const feedback = verdicts && isShown(policy.feedback);
  return {
    marks,
    verdicts,
    rightAnswers: verdicts && isShown(policy.rightAnswers),
    feedback,
    markerFeedback: feedback && viewer === 'LEARNER',
    classStatistics: marks && isShown(policy.classStatistics),
  };
}

/** What there is of an attempt's result, and when there will be. */
export function resultState(
  status: AttemptStatus,
  policy: ResultPolicy,
  viewer: ResultViewer,
  isOver: boolean,
): ResultState {
  switch (status) {
    case 'NOT_STARTED':
    case 'IN_PROGRESS':
    case 'VOIDED':
      return 'NONE';
    case 'SUBMITTED':
    case 'EXPIRED':
      return 'BEING_MARKED';
    case 'GRADED':
      if (resultParts(policy, viewer, isOver).marks) return 'SHOWN';
      return policy.marks === 'AFTER_CLOSE' ? 'AFTER_CLOSE' : 'NOT_SHOWN';
    default:
      return status satisfies never;
  }
}

/** Whether any part waits for the end of the exam; where none does, nobody needs to ask whether it is over. */
export function waitsForClose(policy: ResultPolicy, viewer: ResultViewer): boolean {
  return viewer === 'PARTICIPANT' || (viewer === 'LEARNER' && Object.values(policy).includes('AFTER_CLOSE'));
}
