import { defineErrors } from '@lectern/errors';

export const moduleErrors = defineErrors({
  MODULE_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such module, or you may not see it.' },
  COURSE_IS_FULL: { category: 'CONFLICT', message: 'No more modules or lessons fit here.' },
});
