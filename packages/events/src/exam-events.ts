import type { StreamEvent } from './streams.ts';

/** An exam as it now is: made, published, moved, closed. */
export type ExamChanged = StreamEvent<
  'exam.exam.changed.v1',
  {
    readonly examId: string;
    readonly courseId: string;
    readonly title: string;
    readonly status: 'DRAFT' | 'PUBLISHED' | 'CLOSED';
    /** ISO instants; null while a draft has no window. */
    readonly opensAt: string | null;
    readonly closesAt: string | null;
    readonly timeLimitSeconds: number;
    /** Raised by one with every change; an older one that arrives later is dropped. */
    readonly version: number;
  }
>;

/** Learners of one exam whose registration changed; up to 1,000 in one event. */
export type RegistrationsChanged = StreamEvent<
  'exam.registrations.changed.v1',
  {
    readonly examId: string;
    readonly registrations: readonly { readonly learnerId: string; readonly isRegistered: boolean }[];
  }
>;

export type AttemptFact = {
  readonly attemptId: string;
  readonly examId: string;
  readonly learnerId: string;
  readonly number: number;
  readonly startedAt: string;
  /** Rises with every change of the attempt that events tell of; what is older than what is known is dropped. */
  readonly revision: number;
};

/** Attempts that began; several when one flush carried them. */
export type AttemptsStarted = StreamEvent<'exam.attempts.started.v1', { readonly attempts: readonly AttemptFact[] }>;

/**
 * On the stream `exam.answers`: that answers were saved, once for every batch that was committed: in which exams, and
 * when. No answers, and not whose. Nothing is to be added up from it, as the same may come twice or not at all; whoever
 * wants numbers asks for them when it comes.
 */
export type AnswersSaved = StreamEvent<
  'exam.answers.saved.v1',
  {
    readonly exams: readonly {
      readonly examId: string;
      /** Attempts in the batch that could save. */
      readonly attemptCount: number;
      readonly savedAt: string;
    }[];
  }
>;

export type EndedAttemptFact = AttemptFact & { readonly submittedAt: string; readonly isExpired: boolean };

/** Attempts that ended and have no result yet: people mark their essays. The others are told of when they are graded. */
export type AttemptsEnded = StreamEvent<'exam.attempts.ended.v1', { readonly attempts: readonly EndedAttemptFact[] }>;

export type GradedAttemptFact = EndedAttemptFact & {
  readonly pointsAwarded: number;
  readonly pointsMax: number;
  /** 0 to 100 */
  readonly scorePercent: number;
  readonly isPassed: boolean;
};

/** Results in the transaction that made them: as attempts ended, when the last essay was marked, or graded anew. */
export type AttemptsGraded = StreamEvent<
  'exam.attempts.graded.v1',
  { readonly attempts: readonly GradedAttemptFact[] }
>;

/** Attempts that have no result any more: voided, or opened again and running. */
export type AttemptsTakenBack = StreamEvent<
  'exam.attempts.taken-back.v1',
  { readonly attempts: readonly (AttemptFact & { readonly status: 'VOIDED' | 'IN_PROGRESS' })[] }
>;

/** What `exam.events` carries. */
export type ExamEvent =
  | ExamChanged
  | RegistrationsChanged
  | AttemptsStarted
  | AttemptsEnded
  | AttemptsGraded
  | AttemptsTakenBack;
