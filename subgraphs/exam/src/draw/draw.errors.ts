import { defineErrors } from '@lectern/errors';

export const drawErrors = defineErrors({
  DRAW_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such random draw, or you may not see it.' },
  DRAWS_TOO_MANY: { category: 'CONFLICT', message: 'An exam may have at most 100 random draws.' },
});
