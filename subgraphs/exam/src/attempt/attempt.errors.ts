import { defineErrors } from '@lectern/errors';

export const attemptErrors = defineErrors({
  EXAM_NOT_REGISTERED: { category: 'CONFLICT', message: 'Register for the exam first.' },
  EXAM_NO_ATTEMPTS_LEFT: { category: 'CONFLICT', message: 'All attempts at this exam are used.' },
  EXAM_ATTEMPT_TOO_SOON: { category: 'CONFLICT', message: 'The next attempt may not start yet.' },
  ATTEMPT_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such attempt, or you may not see it.' },
  ATTEMPT_ENDED: { category: 'CONFLICT', message: 'The attempt has ended; answers are no longer taken.' },
  ATTEMPT_DEADLINE_PASSED: { category: 'CONFLICT', message: 'The time of the attempt has run out.' },
  ATTEMPT_NOT_STARTED: { category: 'CONFLICT', message: 'The attempt has not begun.' },
  ATTEMPT_PAUSED: { category: 'CONFLICT', message: 'The attempt is paused. Answers wait until it goes on.' },
  ATTEMPT_ON_OTHER_DEVICE: { category: 'CONFLICT', message: 'The attempt has gone on on another device.' },
  QUESTION_NOT_IN_ATTEMPT: { category: 'NOT_FOUND', message: 'The question is not part of this attempt.' },
  QUESTION_LEFT: {
    category: 'CONFLICT',
    message: 'This exam goes one way: a question once left is not answered again.',
  },
  ANSWER_DOES_NOT_FIT: { category: 'BAD_INPUT', message: 'The answer does not fit the question.' },
  ANSWER_SEQUENCE_TAKEN: {
    category: 'CONFLICT',
    message: 'Another answer to this question has this number. Send it with a higher one.',
  },
  ANSWER_NOT_SAVED: {
    category: 'UNAVAILABLE',
    message: 'The answer could not be saved just now. Keep it and send it again.',
  },
  ATTEMPT_NOT_SAVED: {
    category: 'UNAVAILABLE',
    message: 'This could not be saved just now. Send the same again.',
  },
  OVERLOADED: { category: 'TOO_MANY', message: 'Too much is happening at once. Send the same again in a moment.' },
});
