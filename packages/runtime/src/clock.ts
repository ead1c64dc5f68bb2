/** Where time comes from, so that tests can move it. Deadlines of exams use the database's clock, not this one. */
export type Clock = {
  /** Milliseconds since 1970, UTC. */
  now(): number;
};

export const systemClock: Clock = { now: () => Date.now() };
