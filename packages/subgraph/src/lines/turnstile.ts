/** Lets so many in at a time, the others in the order in which they came. */
export type Turnstile = {
  /** At once, or when somebody has left; 'full' where too many wait. Whoever was let in has to leave. */
  enter(): Promise<void> | 'free' | 'full';
  leave(): void;
};

export function createTurnstile(insideMax: number, waitingMax: number): Turnstile {
  const waiting: (() => void)[] = [];
  let inside = 0;

  return {
    enter() {
      if (inside < insideMax) {
        inside += 1;
        return 'free';
      }
      if (waiting.length >= waitingMax) return 'full';
      return new Promise((resolve) => waiting.push(resolve));
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    },
  };
}
