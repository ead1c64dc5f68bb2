export {
  type AnswerOutbox,
  type AnswerOutboxOptions,
  createAnswerOutbox,
  type FlushOutcome,
} from './answers/answer-outbox.ts';
export type { AnswerContent, AnswerState, AnswerStatus, OutboxHold, OutboxSnapshot } from './answers/answer-state.ts';
export { type AnswerStorage, memory, type StoredAnswer } from './answers/answer-storage.ts';
export type { KnownAnswer } from './answers/answer-table.ts';
export { indexedDb } from './answers/indexed-db.ts';
export { browserDevice, type Device, deviceLabelOf, keptDevice } from './device.ts';
export { type ClientErrorCode, clientErrors, isErrorCode, LecternRequestError } from './errors.ts';
export { createExamClock, type ExamClock, type RoomTime } from './exam-clock.ts';
export * from './generated/documents.ts';
export { type ErrorCode, errorCategories } from './generated/error-codes.ts';
export type * from './generated/operations.ts';
export { createLectern, type Lectern, type LecternOptions } from './lectern.ts';
export type { LiveEventInfo, LiveHandlers, LiveState, LiveSubscription } from './live/live-subscription.ts';
export type { PartialResult, RequestArguments, RequestOptions } from './request/graph-request.ts';
export {
  type AttemptRoom,
  type AttemptRoomOptions,
  type AttemptRoomState,
  openAttemptRoom,
} from './room/attempt-room.ts';
export type { Session, SessionState } from './session/session-state.ts';
export { memorySessionStorage, type SessionStorage } from './session/session-storage.ts';
export type { DataOf, TypedDocument, VariablesOf } from './typed-document.ts';
