import { defineErrors } from '@lectern/errors';

export const courseErrors = defineErrors({
  COURSE_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such course, or you may not see it.' },
  COURSE_SLUG_TAKEN: { category: 'CONFLICT', message: 'Another course already has this web address.' },
  COURSE_HAS_NO_LESSON: { category: 'CONFLICT', message: 'A published course needs at least one lesson.' },
  COURSE_NOT_PUBLISHED: { category: 'CONFLICT', message: 'The course is not published.' },
});
