import { defineErrors } from '@lectern/errors';

export const planErrors = defineErrors({
  PLAN_TIMEOUT: {
    category: 'UNAVAILABLE',
    message: 'It takes too long to find a way of answering this operation. Ask for less at once.',
  },
  PLAN_REFUSED: {
    category: 'BAD_INPUT',
    message: 'This operation is too large to be answered. Ask for less at once.',
  },
  PLAN_FAILED: {
    category: 'INTERNAL',
    message: 'No way was found of answering this operation.',
  },
  PLANNING_OVERLOADED: {
    category: 'UNAVAILABLE',
    message: 'Too many new operations arrive at once. Try again in a moment.',
  },
  PLANNING_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message: 'New operations cannot be answered at the moment. Try again in a moment.',
  },
});
