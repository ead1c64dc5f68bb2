import { defineErrors } from '@lectern/errors';

export const executeErrors = defineErrors({
  ENTITY_NOT_FOUND: {
    category: 'NOT_FOUND',
    message: 'This was not found where it should be, or you may not see it.',
  },
  ANSWER_INVALID: {
    category: 'UNAVAILABLE',
    message: 'A part of the platform gave an answer that does not fit the schema; it is missing here.',
  },
});
