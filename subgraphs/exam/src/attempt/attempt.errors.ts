import { defineErrors } from '@lectern/errors';

export const attemptErrors = defineErrors({
  EXAM_NOT_REGISTERED: { category: 'CONFLICT', message: 'Register for the exam first.' },
  EXAM_NO_ATTEMPTS_LEFT: { category: 'CONFLICT', message: 'All attempts at this exam are used.' },
  ATTEMPT_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such attempt, or you may not see it.' },
  ATTEMPT_ENDED: { category: 'CONFLICT', message: 'The attempt has ended; answers are no longer taken.' },
  ATTEMPT_DEADLINE_PASSED: { category: 'CONFLICT', message: 'The time of the attempt has run out.' },
  QUESTION_NOT_IN_ATTEMPT: { category: 'NOT_FOUND', message: 'The question is not part of this attempt.' },
  ANSWER_DOES_NOT_FIT: { category: 'BAD_INPUT', message: 'The answer does not fit the question.' },
  ANSWER_NOT_SAVED: {
    category: 'UNAVAILABLE',
    message: 'The answer could not be saved just now. Keep it and send it again.',
  },
  OVERLOADED: { category: 'TOO_MANY', message: 'Too much is happening at once. Send the same again in a moment.' },
});
