import { defineErrors } from '@lectern/errors';

export const markingErrors = defineErrors({
  SCRIPT_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such essay to mark, or you may not mark it.' },
  SCRIPT_NOT_CLAIMED: {
    category: 'CONFLICT',
    message: 'The essay is not kept for you any more. Take the next one; somebody else may have this one.',
  },
  SCRIPT_SETTLED: { category: 'CONFLICT', message: 'The points of the essay are settled.' },
});
