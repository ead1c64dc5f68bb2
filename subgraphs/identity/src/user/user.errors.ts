import { defineErrors } from '@lectern/errors';

export const userErrors = defineErrors({
  USER_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no account with this id.' },
  USER_EMAIL_TAKEN: { category: 'CONFLICT', message: 'An account with this e-mail address exists already.' },
  LAST_ADMIN_REQUIRED: {
    category: 'CONFLICT',
    message: 'This is the last admin who can sign in. Make another account admin first.',
  },
});
