/** Holds resolvers back until a test lets them go. */
export type Gate = {
  /** For a resolver: over when the gate is open. */
  pass(): Promise<void>;
  close(): void;
  open(): void;
  /** Resolves when somebody waits. */
  reached(): Promise<void>;
  /** How many have come since it was closed. */
  held(): number;
};

export function createGate(): Gate {
  let opened = Promise.withResolvers<void>();
  let reached = Promise.withResolvers<void>();
  let held = 0;
  opened.resolve();
  return {
    pass() {
      held += 1;
      reached.resolve();
      return opened.promise;
    },
    close() {
      opened = Promise.withResolvers();
      reached = Promise.withResolvers();
      held = 0;
    },
    open: () => opened.resolve(),
    reached: () => reached.promise,
    held: () => held,
  };
}
