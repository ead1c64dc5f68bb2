/**
 * One event on a Redis stream. Handlers must be safe to repeat: an event may arrive more than once, and
 * events of different aggregates in any order. `payload` is absolute state, never a difference.
 */
export type StreamEvent<Type extends string, Payload> = {
  /** UUID v7 of the event, the same however often it is delivered. */
  readonly id: string;
  /** `<service>.<noun>.<past tense>.v<N>` */
  readonly type: Type;
  /** ISO instant of the transaction that wrote it, by the database's clock. */
  readonly occurredAt: string;
  readonly payload: Payload;
};

/** The streams, by the service that writes them. Each is `<redis prefix>stream:<name>` in Redis. */
export const streamNames = {
  identity: 'identity.events',
  course: 'course.events',
  video: 'video.events',
  exam: 'exam.events',
} as const;
export type StreamName = (typeof streamNames)[keyof typeof streamNames];
