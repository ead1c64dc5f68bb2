import { defineErrors } from '@lectern/errors';

export const allowanceErrors = defineErrors({
  ALLOWANCE_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such allowance, or you may not see it.' },
  ALLOWANCES_TOO_MANY: {
    category: 'CONFLICT',
    message: 'The exam has as many allowances as it can have. Use groups instead.',
  },
  LEARNER_GROUP_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such group, or you may not see it.' },
  LEARNER_GROUP_IN_USE: { category: 'CONFLICT', message: 'An allowance names the group. Take it back first.' },
  LEARNER_GROUPS_TOO_MANY: { category: 'CONFLICT', message: 'The course has as many groups as it can have.' },
});
