import type { AttemptFact, EndedAttemptFact, ExamEvent, GradedAttemptFact } from '@lectern/events';

type Told<Event extends ExamEvent> = Event extends ExamEvent ? Omit<Event, 'id'> : never;

/** What an event says of an attempt: all that there is to say, as it was at that revision. */
export type AttemptState = AttemptFact & {
  /** When the event said it. */
  readonly saidAt: string;
  readonly isVoided: boolean;
  readonly end: Omit<EndedAttemptFact, keyof AttemptFact> | null;
  readonly result: Omit<GradedAttemptFact, keyof EndedAttemptFact> | null;
};

/** What an event says of attempts; none when it is about something else. */
export function statesOf({ type, payload, occurredAt: saidAt }: Told<ExamEvent>): AttemptState[] {
  const common = { saidAt, isVoided: false, end: null, result: null };
  switch (type) {
    case 'exam.attempts.started.v1':
      return payload.attempts.map((fact) => ({ ...fact, ...common, revision: revisionOf(fact, 0) }));
    // Without a result: people mark their essays.
    case 'exam.attempts.ended.v1':
      return payload.attempts.map((fact) => ({ ...fact, ...common, end: fact }));
    // First results, and others than before.
    case 'exam.attempts.graded.v1':
      return payload.attempts.map((fact) => {
        return { ...fact, ...common, end: fact, result: fact, revision: revisionOf(fact, 1) };
      });
    // Voided, or opened again and in progress.
    case 'exam.attempts.taken-back.v1':
      return payload.attempts.map((fact) => ({ ...fact, ...common, isVoided: fact.status === 'VOIDED' }));
    default:
      return [];
  }
}

/** Events from before attempts had revisions: a beginning comes before its result, and both before what came since. */
function revisionOf({ revision }: Partial<AttemptFact>, before: number): number {
  return revision ?? before;
}
