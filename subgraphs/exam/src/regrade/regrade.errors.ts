import { defineErrors } from '@lectern/errors';

export const regradeErrors = defineErrors({
  KEY_CHANGE_NOT_VALID: { category: 'BAD_INPUT', message: 'The key does not fit the question.' },
  QUESTION_NOT_IN_PAPER: { category: 'NOT_FOUND', message: 'The question is not part of the published paper.' },
});
