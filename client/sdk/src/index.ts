export {
  type AnswerOutbox,
  type AnswerOutboxOptions,
  createAnswerOutbox,
  type FlushOutcome,
} from './answers/answer-outbox.ts';
export type { AnswerContent, AnswerState, AnswerStatus, OutboxSnapshot } from './answers/answer-state.ts';
export { type AnswerStorage, memory, type StoredAnswer } from './answers/answer-storage.ts';
export { indexedDb } from './answers/indexed-db.ts';
export { type ClientErrorCode, clientErrors, isErrorCode, LecternRequestError } from './errors.ts';
export { createExamClock, type ExamClock } from './exam-clock.ts';
export * from './generated/documents.ts';
export { type ErrorCode, errorCategories } from './generated/error-codes.ts';
export type * from './generated/operations.ts';
export { createLectern, type Lectern, type LecternOptions } from './lectern.ts';
export type { LiveHandlers, LiveState, LiveSubscription } from './live/live-subscription.ts';
export type { PartialResult, RequestArguments, RequestOptions } from './request/graph-request.ts';
export type { Session, SessionState } from './session/session-state.ts';
export { memorySessionStorage, type SessionStorage } from './session/session-storage.ts';
export type { DataOf, TypedDocument, VariablesOf } from './typed-document.ts';
