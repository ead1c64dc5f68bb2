import type { CourseStatus } from '@lectern/sdk';

/** The badge colour of each status; the status is always written out as well. */
export const courseStatusColors: Readonly<Record<CourseStatus, string>> = {
  DRAFT: 'gray',
  PUBLISHED: 'teal',
  ARCHIVED: 'orange',
};
