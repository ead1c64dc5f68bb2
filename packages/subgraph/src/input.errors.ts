import { defineErrors } from '@lectern/errors';

/** Make them with `facts: { field }` and a message that says what the field must be. */
export const inputErrors = defineErrors({
  BAD_INPUT: { category: 'BAD_INPUT', message: 'A value of the input is not acceptable.' },
  BAD_CURSOR: { category: 'BAD_INPUT', message: 'The cursor was not made by this list.' },
  PAGE_TOO_LARGE: { category: 'BAD_INPUT', message: 'A page holds 1 to 100 entries.' },
});
