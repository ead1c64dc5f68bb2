import type { Line } from './line.ts';

export type LineSlotOptions = {
  /** Opens a line; undefined where the other side knows none. Rejects when nobody answers. */
  readonly open: () => Promise<Line | undefined>;
  readonly ageMs: number;
};

/** Place for one line: opens it when it is wanted, and another in its stead when it has grown old. */
export type LineSlot = {
  /** The line, when it may be used now; begins to open one otherwise. */
  line(now: number): Line | undefined;
  left(line: Line): void;
};

/** A subgraph that knows no lines may be a newer one soon. */
const refusedMs = 60_000;
const failedMinMs = 250;
const failedMaxMs = 5_000;

export function createLineSlot({ open, ageMs }: LineSlotOptions): LineSlot {
  let current: Line | undefined;
  let isOpening = false;
  let notBefore = 0;
  let failedMs = failedMinMs;

  async function renew(): Promise<void> {
    isOpening = true;
    try {
      const opened = await open();
      if (!opened) notBefore = performance.now() + refusedMs;
      else {
        const old = current;
        current = opened;
        old?.retire();
      }
    } catch {
      waitLonger();
    } finally {
      isOpening = false;
    }
  }

  /** Requests go by HTTP meanwhile, and say what is wrong. */
  function waitLonger(): void {
    notBefore = performance.now() + failedMs;
    failedMs = Math.min(failedMaxMs, failedMs * 2);
  }

  return {
    line(now) {
      const isWanted = !current || now - current.openedAt > ageMs;
      if (isWanted && !isOpening && now >= notBefore) void renew();
      return current?.isUsable ? current : undefined;
    },
    left(line) {
      if (line.hasAnswered) failedMs = failedMinMs;
      if (current !== line) return;
      current = undefined;
      // Something on the way may let the handshake pass and nothing else: each line would cost the mutations on it.
      if (!line.hasAnswered) waitLonger();
    },
  };
}
