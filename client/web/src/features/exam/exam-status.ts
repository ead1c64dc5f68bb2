import type { ExamStatus } from '@lectern/sdk';

/** The badge colour of each status; the status is always written out as well. */
export const examStatusColors: Readonly<Record<ExamStatus, string>> = {
  DRAFT: 'gray',
  PUBLISHED: 'teal',
  CLOSED: 'orange',
};
