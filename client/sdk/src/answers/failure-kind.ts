import { askedWaitMs, clientErrors, isErrorCode, LecternRequestError } from '../errors.ts';
import { type ErrorCode, errorCategories } from '../generated/error-codes.ts';

/**
 * What a failed sending means. REFUSED: the exam will not take this answer. LINE: nothing can be sent just now.
 * QUESTION: the server failed at this answer, and may well take the others. PAUSED: the clock stands still, and answers
 * wait. OTHER_DEVICE: the attempt has gone on elsewhere. SEQUENCE_TAKEN: another answer has this number.
 */
export type FailureKind = 'REFUSED' | 'LINE' | 'QUESTION' | 'PAUSED' | 'OTHER_DEVICE' | 'SEQUENCE_TAKEN';

/**
 * The verdicts on an answer. An answer is given up for nothing else: not for a code of tomorrow, and not for what
 * is said of the request rather than of the answer (signed out, a gateway of another version, a proxy in between).
 */
const verdicts: ReadonlySet<string> = new Set<ErrorCode>([
  'ANSWER_DOES_NOT_FIT',
  'ATTEMPT_DEADLINE_PASSED',
  'ATTEMPT_ENDED',
  'ATTEMPT_NOT_FOUND',
  'BAD_INPUT',
  'BAD_USER_INPUT',
  'BODY_TOO_LARGE',
  'QUESTION_LEFT',
  'QUESTION_NOT_IN_ATTEMPT',
]);

/** Refusals that say what has to happen first; nothing is lost by them. */
const holds: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ['ATTEMPT_PAUSED', 'PAUSED'],
  ['ATTEMPT_ON_OTHER_DEVICE', 'OTHER_DEVICE'],
  ['ANSWER_SEQUENCE_TAKEN', 'SEQUENCE_TAKEN'],
]);

export function failureKindOf(error: unknown): FailureKind {
  if (!(error instanceof LecternRequestError)) return 'LINE';
  const { code, status } = error;
  if (verdicts.has(code)) return 'REFUSED';
  const held = holds.get(code);
  if (held !== undefined) return held;
  if (Object.hasOwn(clientErrors, code) || askedWaitMs(error) > 0) return 'LINE';
  if (isErrorCode(code)) return errorCategories[code] === 'INTERNAL' ? 'QUESTION' : 'LINE';
  return status === 429 || (status !== undefined && status >= 500) ? 'LINE' : 'QUESTION';
}
