import { describe, expect, it } from '@jest/globals';
import { attemptErrors } from '../../../../subgraphs/exam/src/attempt/attempt.errors.ts';
import { clientError, clientErrors, LecternRequestError } from '../errors.ts';
import { errorCategories } from '../generated/error-codes.ts';
import { failureKindOf } from './failure-kind.ts';

const ofCode = (code: string, facts = {}, status = 200) =>
  failureKindOf(new LecternRequestError({ code, message: code, facts, status }));

const verdicts = [
  'ANSWER_DOES_NOT_FIT',
  'ATTEMPT_DEADLINE_PASSED',
  'ATTEMPT_ENDED',
  'ATTEMPT_NOT_FOUND',
  'BAD_INPUT',
  'BAD_USER_INPUT',
  'BODY_TOO_LARGE',
  'QUESTION_LEFT',
  'QUESTION_NOT_IN_ATTEMPT',
];

describe('what a failed sending means', () => {
  it('gives an answer up for the exam’s verdicts and for no other code of the platform', () => {
    const refused = Object.keys(errorCategories).filter((code) => ofCode(code) === 'REFUSED');
    expect(refused).toEqual(verdicts);
  });

  it('knows what each code of the exam about attempts means for an answer', () => {
    const ofStarting = ['EXAM_NOT_REGISTERED', 'EXAM_NO_ATTEMPTS_LEFT', 'EXAM_ATTEMPT_TOO_SOON'];
    const ofAnswers = Object.keys(attemptErrors.definitions).filter((code) => !ofStarting.includes(code));
    expect(Object.fromEntries(ofAnswers.map((code) => [code, ofCode(code)]))).toEqual({
      ATTEMPT_NOT_FOUND: 'REFUSED',
      ATTEMPT_ENDED: 'REFUSED',
      ATTEMPT_DEADLINE_PASSED: 'REFUSED',
      QUESTION_NOT_IN_ATTEMPT: 'REFUSED',
      QUESTION_LEFT: 'REFUSED',
      ANSWER_DOES_NOT_FIT: 'REFUSED',
      ANSWER_NOT_SAVED: 'LINE',
      ATTEMPT_NOT_SAVED: 'LINE',
      ATTEMPT_NOT_STARTED: 'LINE',
      ATTEMPT_PAUSED: 'PAUSED',
      ATTEMPT_ON_OTHER_DEVICE: 'OTHER_DEVICE',
      ANSWER_SEQUENCE_TAKEN: 'SEQUENCE_TAKEN',
      OVERLOADED: 'LINE',
    });
  });

  it.each(Object.keys(clientErrors))('takes %s for a line that is down', (code) => {
    expect(ofCode(code)).toBe('LINE');
  });

  it.each([
    ['nobody is signed in', 'UNAUTHENTICATED', {}, 401, 'LINE'],
    ['the session has ended', 'TOKEN_INVALID', {}, 401, 'LINE'],
    ['a gateway of an older version', 'DOCUMENT_NOT_FOUND', {}, 404, 'LINE'],
    ['a limit', 'RATE_LIMITED', { retryAfterMs: 900 }, 429, 'LINE'],
    ['a service that is down', 'SUBGRAPH_UNAVAILABLE', {}, 200, 'LINE'],
    ['a failure at this answer', 'INTERNAL_SERVER_ERROR', {}, 200, 'QUESTION'],
    ['a code of tomorrow', 'A_CODE_OF_TOMORROW', {}, 200, 'QUESTION'],
    ['a code of tomorrow that says when to come back', 'A_CODE_OF_TOMORROW', { retryAfterMs: 5 }, 200, 'LINE'],
    ['a code of a proxy', 'BAD_GATEWAY', {}, 502, 'LINE'],
  ])('%s: %s', (_name, code, facts, status, kind) => {
    expect(ofCode(code, facts, status)).toBe(kind);
  });

  it('takes what is not an answer of the server, like an error of the app’s token source, for the line', () => {
    expect(failureKindOf(new TypeError('x'))).toBe('LINE');
    expect(failureKindOf(clientError('REQUEST_TIMED_OUT'))).toBe('LINE');
  });
});
