import { defineErrors } from '@lectern/errors';

/** Errors of one answer. More would help nobody; a list of a thousand broken entries is one fault. */
export const errorsMax = 1_000;

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
