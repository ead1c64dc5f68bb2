import type { ExamCardFragment } from '@lectern/sdk';

/** Where an exam stands for the people who look at it. `running` means that the viewer has an attempt under way. */
export type ExamMoment = 'running' | 'open' | 'upcoming' | 'over' | 'draft';

/** Where an exam stands at an instant (milliseconds), by its status and window. Only for words: the server decides. */
export function examMoment(exam: Pick<ExamCardFragment, 'status' | 'opensAt' | 'closesAt'>, now: number): ExamMoment {
  if (exam.status === 'DRAFT') return 'draft';
  if (exam.status === 'CLOSED') return 'over';
  if (exam.closesAt && new Date(exam.closesAt).getTime() <= now) return 'over';
  if (exam.opensAt && new Date(exam.opensAt).getTime() > now) return 'upcoming';
  return 'open';
}
