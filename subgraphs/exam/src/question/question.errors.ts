import { defineErrors } from '@lectern/errors';

export const questionErrors = defineErrors({
  QUESTION_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such question, or you may not see it.' },
  QUESTION_NOT_VALID: { category: 'BAD_INPUT', message: 'The question cannot be asked as it is.' },
  QUESTIONS_TOO_MANY: { category: 'CONFLICT', message: 'An exam may have at most 5000 questions.' },
});
