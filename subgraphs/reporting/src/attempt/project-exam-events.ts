import type { ExamEvent } from '@lectern/events';
import type { EntityManager } from '@mikro-orm/postgresql';
import { saveExam } from '../exam/exam.queries.ts';
import { saveRegistrations, saveStates } from './attempt.queries.ts';
import { statesOf } from './attempt-states.ts';

/** What events have touched, for those who keep or publish something made from it. */
export type Touched = {
  /** Exams whose numbers may be others now. */
  readonly examIds: readonly string[];
  /** Learners whose best attempt may be another now. */
  readonly graded: readonly { readonly examId: string; readonly learnerId: string }[];
};

/** What changes the results there are. */
const aboutResults = new Set<ExamEvent['type']>(['exam.attempts.graded.v1', 'exam.attempts.taken-back.v1']);

/**
 * Takes events of exam into the read models; all that they say of attempts with one statement. Safe to repeat, and the
 * outcome is the same in whatever order events arrive, and however they are taken together. A newer exam may say things
 * that this one has no use for.
 */
export async function projectExamEvents(em: EntityManager, events: readonly ExamEvent[]): Promise<Touched> {
  const examIds = new Set<string>();
  for (const { id: eventId, occurredAt, type, payload } of events) {
    if (type === 'exam.exam.changed.v1') await saveExam(em, payload);
    if (type !== 'exam.registrations.changed.v1') continue;
    await saveRegistrations(em, payload.examId, payload.registrations, { eventId, occurredAt });
    examIds.add(payload.examId);
  }
  const states = events.flatMap(statesOf);
  await saveStates(em, states);
  for (const { examId } of states) examIds.add(examId);
  const graded = events
    .filter(({ type }) => aboutResults.has(type))
    .flatMap(statesOf)
    .map(({ examId, learnerId }) => ({ examId, learnerId }));
  return { examIds: [...examIds], graded };
}
