import { defineErrors } from '@lectern/errors';

export const accessErrors = defineErrors({
  UNAUTHENTICATED: { category: 'UNAUTHENTICATED', message: 'Sign in first.' },
  FORBIDDEN: { category: 'FORBIDDEN', message: 'You may not do this.' },
});
