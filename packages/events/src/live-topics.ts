/**
 * What travels on a live topic. `data` is the type that the subscription field returns, with every field its
 * subgraph owns, so that the gateway can select from it without asking again; references to other subgraphs
 * are objects with `__typename` and key. Nested objects carry `__typename` wherever the type is abstract.
 */
export type LiveEnvelope<Data = unknown> = {
  /** Changes when the counting of `offset` begins anew. */
  readonly epoch: string;
  /** Rises by one with every event of the topic. */
  readonly offset: number;
  /** ISO instant of publishing. */
  readonly at: string;
  readonly data: Data;
};

/** Topics and their names; the same templates stand in `@live(topic:)` in the schema. */
export const liveTopics = {
  examLive: (examId: string): string => `exam.${examId}.live`,
  attemptResult: (attemptId: string): string => `attempt.${attemptId}.result`,
  attemptRoom: (attemptId: string): string => `attempt.${attemptId}.room`,
  examRoom: (examId: string): string => `exam.${examId}.room`,
} as const;
