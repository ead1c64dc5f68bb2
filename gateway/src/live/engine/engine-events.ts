/** What the engine tells of itself: counted, logged. */
export type EngineEvents = {
  /** An event was run for a group. */
  onRun(): void;
  /** So many members were written to, `ms` milliseconds after the event was published where it was. */
  onWritten(count: number, ms: number | undefined): void;
  /** So many events were left out for one client. */
  onSkipped(count: number): void;
  /** An event could not be run. */
  onFailed(topic: string, error: unknown): void;
};
