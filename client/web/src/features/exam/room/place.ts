import type { AnswerPartsFragment, PaperQuestionPartsFragment } from '@lectern/sdk';

const keyOf = (attemptId: string) => `lectern.place.${attemptId}`;

/** How far a learner has come, from 0: a question once left is not seen again, also after a reload. */
export function furthestIndex(
  questions: readonly Pick<PaperQuestionPartsFragment, 'id'>[],
  answers: readonly Pick<AnswerPartsFragment, 'questionId' | 'sequence'>[],
  kept: number,
): number {
  const answered = new Set(answers.filter(({ sequence }) => sequence > 0).map(({ questionId }) => questionId));
  const last = questions.findLastIndex(({ id }) => answered.has(id));
  return Math.max(0, Math.min(questions.length - 1, Math.max(last, kept)));
}

/** The place kept on this device; 0 where there is none. */
export function readPlace(attemptId: string): number {
  try {
    const kept = Number(localStorage.getItem(keyOf(attemptId)));
    return Number.isInteger(kept) && kept > 0 ? kept : 0;
  } catch {
    return 0;
  }
}

/** Keeps the place on this device, where the browser lets it. */
export function keepPlace(attemptId: string, index: number): void {
  try {
    localStorage.setItem(keyOf(attemptId), String(index));
  } catch {
    // Then the answers alone say how far the learner has come.
  }
}
