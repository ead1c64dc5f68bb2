export type BreakerOptions = {
  /** Failures in a row after which it opens. */
  readonly failures: number;
  /** How long it lets nothing through before it tries again. */
  readonly openMs: number;
};

export type BreakerState = 'closed' | 'open' | 'half-open';

/** How a request may go: as any other, as the one that finds out whether all is well again, or not at all. */
export type Passage = 'free' | 'probe' | 'refused';

/** Times are those of performance.now(). */
export type Breaker = {
  pass(now: number): Passage;
  /** The other side has answered, whatever it said. */
  succeeded(): void;
  failed(passage: Passage, now: number): void;
  /** A request that ended without telling anything of the other side. */
  abandoned(passage: Passage): void;
  /** Half-open from the moment on when a probe would be let through. */
  state(now: number): BreakerState;
};

export function createBreaker({ failures, openMs }: BreakerOptions): Breaker {
  let failedInARow = 0;
  let openUntil: number | undefined;
  let isProbing = false;

  return {
    pass(now) {
      if (openUntil === undefined) return 'free';
      if (isProbing || now < openUntil) return 'refused';
      isProbing = true;
      return 'probe';
    },
    succeeded() {
      failedInARow = 0;
      openUntil = undefined;
      isProbing = false;
    },
    failed(passage, now) {
      failedInARow += 1;
      // What was sent before it opened does not keep it open for longer.
      if (passage === 'probe' || (openUntil === undefined && failedInARow >= failures)) {
        openUntil = now + openMs;
        isProbing = false;
      }
    },
    abandoned(passage) {
      if (passage === 'probe') isProbing = false;
    },
    state(now) {
      if (openUntil === undefined) return 'closed';
      return isProbing || now >= openUntil ? 'half-open' : 'open';
    },
  };
}
