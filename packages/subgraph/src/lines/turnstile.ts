/** Lets so many in at a time, the others in the order in which they came. */
export type Turnstile = {
  /** At once, or when somebody has left; 'full' where too many bytes wait. Whoever was let in has to leave. */
  enter(bytes: number): Promise<void> | 'free' | 'full';
  leave(): void;
};

export function createTurnstile(insideMax: number, waitingBytesMax: number): Turnstile {
  const waiting: { readonly letIn: () => void; readonly bytes: number }[] = [];
  let waitingBytes = 0;
  let inside = 0;

  return {
    enter(bytes) {
      if (inside < insideMax) {
        inside += 1;
        return 'free';
      }
      if (waitingBytes + bytes > waitingBytesMax) return 'full';
      waitingBytes += bytes;
      return new Promise((letIn) => waiting.push({ letIn, bytes }));
    },
    leave() {
      const next = waiting.shift();
      if (next) {
        waitingBytes -= next.bytes;
        next.letIn();
      } else inside -= 1;
    },
  };
}
