import { defineErrors } from '@lectern/errors';

export const exportErrors = defineErrors({
  EXPORT_QUESTIONS_TOO_MANY: {
    category: 'TOO_LARGE',
    message: 'A file may hold at most 5000 questions. Choose fewer of the bank by their tags.',
  },
});
