import { defineErrors } from '@lectern/errors';

export const roomErrors = defineErrors({
  ATTEMPT_NOT_RUNNING: { category: 'CONFLICT', message: 'The attempt does not run.' },
  ATTEMPT_STILL_RUNS: { category: 'CONFLICT', message: 'The attempt still runs, or has not begun.' },
  ATTEMPT_VOIDED: { category: 'CONFLICT', message: 'The attempt was made void already.' },
  ATTEMPT_OTHER_RUNS: { category: 'CONFLICT', message: 'The learner has another attempt at this exam that runs.' },
});
