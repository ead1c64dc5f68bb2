import { defineErrors } from '@lectern/errors';

export const enrolmentErrors = defineErrors({
  NOT_ENROLLED: { category: 'FORBIDDEN', message: 'Enrol in the course first.' },
});
