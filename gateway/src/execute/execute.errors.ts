import { defineErrors } from '@lectern/errors';

export const executeErrors = defineErrors({
  ANSWER_INVALID: {
    category: 'UNAVAILABLE',
    message: 'A part of the platform gave an answer that does not fit the schema; it is missing here.',
  },
});
