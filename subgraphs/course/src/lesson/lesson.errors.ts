import { defineErrors } from '@lectern/errors';

export const lessonErrors = defineErrors({
  LESSON_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such lesson, or you may not see it.' },
});
