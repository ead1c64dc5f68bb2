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

/**
 * The streams, by the service that writes them and, where one is far busier than the rest, by what it tells. Each is
 * `<redis prefix>stream:<name>` in Redis, and in an order of its own.
 */
export const streamNames = {
  identity: 'identity.events',
  course: 'course.events',
  video: 'video.events',
  exam: 'exam.events',
  /** That answers were saved: passing, see below. */
  examAnswers: 'exam.answers',
} as const;
export type StreamName = (typeof streamNames)[keyof typeof streamNames];

/**
 * Streams of which a reader may miss something: who reads one wants to know what goes on, and has another way to find
 * out what is. Their events leave the outbox as they are relayed, are not published again after Redis lost them, wait
 * behind the events of all other streams, and are kept for so long and so many at most.
 */
export const passingStreams: ReadonlyMap<StreamName, { readonly keptSeconds: number; readonly entriesMax: number }> =
  new Map([[streamNames.examAnswers, { keptSeconds: 300, entriesMax: 50_000 }]]);
