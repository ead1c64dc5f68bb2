/** Holds resolvers back until a test lets them go. */
export type Gate = {
  /** For a resolver: over when the gate is open. */
  pass(): Promise<void>;
  close(): void;
  open(): void;
  /** Resolves when somebody waits. */
  reached(): Promise<void>;
};

export function createGate(): Gate {
  let opened = Promise.withResolvers<void>();
  let reached = Promise.withResolvers<void>();
  opened.resolve();
  return {
    pass() {
      reached.resolve();
      return opened.promise;
    },
    close() {
      opened = Promise.withResolvers();
      reached = Promise.withResolvers();
    },
    open: () => opened.resolve(),
    reached: () => reached.promise,
  };
}
