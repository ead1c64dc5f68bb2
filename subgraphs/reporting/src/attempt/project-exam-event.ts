import type { ExamEvent } from '@lectern/events';
import type { EntityManager } from '@mikro-orm/postgresql';
import { saveExam } from '../exam/exam.queries.ts';
import { saveEnded, saveGraded, saveRegistrations, saveStarted, saveTakenBack } from './attempt.queries.ts';

/** What an event has touched, for those who keep or publish something made from it. */
export type Touched = {
  /** Exams whose numbers may be others now. */
  readonly examIds: readonly string[];
  /** Learners whose best attempt may be another now. */
  readonly graded: readonly { readonly examId: string; readonly learnerId: string }[];
};

const nothing: Touched = { examIds: [], graded: [] };

/**
 * Takes one event of exam into the read models, with one statement that commits by itself. Safe to repeat, and the
 * outcome is the same in whatever order events arrive.
 */
export async function projectExamEvent(em: EntityManager, event: ExamEvent): Promise<Touched> {
  const source = { eventId: event.id, occurredAt: event.occurredAt };
  switch (event.type) {
    case 'exam.exam.changed.v1':
      await saveExam(em, event.payload);
      return nothing;
    case 'exam.registrations.changed.v1': {
      const { examId, registrations } = event.payload;
      await saveRegistrations(em, examId, registrations, source);
      return { examIds: [examId], graded: [] };
    }
    case 'exam.attempts.started.v1':
      await saveStarted(em, event.payload.attempts, source);
      return { examIds: examsOf(event.payload.attempts), graded: [] };
    case 'exam.attempts.ended.v1':
      await saveEnded(em, event.payload.attempts, source);
      return { examIds: examsOf(event.payload.attempts), graded: [] };
    case 'exam.attempts.graded.v1': {
      const { attempts } = event.payload;
      await saveGraded(em, attempts, source);
      return {
        examIds: examsOf(attempts),
        graded: attempts.map(({ examId, learnerId }) => ({ examId, learnerId })),
      };
    }
    case 'exam.attempts.taken-back.v1': {
      const { attempts } = event.payload;
      await saveTakenBack(em, attempts, source);
      return {
        examIds: examsOf(attempts),
        graded: attempts.map(({ examId, learnerId }) => ({ examId, learnerId })),
      };
    }
    default:
      // Single answers are none of reporting's business; and a newer exam may say things that this one has no use for.
      return nothing;
  }
}

function examsOf(attempts: readonly { readonly examId: string }[]): string[] {
  return [...new Set(attempts.map(({ examId }) => examId))];
}
