import type { IncomingMessage } from 'node:http';

/** Ends requests whose bodies do not arrive; one look a second at those being read, instead of a timer for each. */
export type BodyDeadline = Disposable & {
  begin(request: IncomingMessage): void;
  end(request: IncomingMessage): void;
};

const lookMs = 1_000;

export function createBodyDeadline(deadlineMs: number): BodyDeadline {
  const reading = new Map<IncomingMessage, number>();
  const timer = setInterval(() => {
    const latest = performance.now() - deadlineMs;
    for (const [request, startedAt] of reading) {
      if (!request.destroyed && startedAt > latest) continue;
      reading.delete(request);
      request.destroy();
    }
  }, lookMs);
  timer.unref();
  return {
    begin: (request) => void reading.set(request, performance.now()),
    end: (request) => void reading.delete(request),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
