import { setTimeout as pause } from 'node:timers/promises';
import type { SupergraphText, SupergraphTextListener } from './supergraph-text.ts';

export type PollOptions = {
  readonly place: string;
  /** Milliseconds between two readings; 0 reads once. */
  readonly pollMs: number;
  /** While it cannot be had, readings come ever less often, down to one in so many milliseconds (60,000). */
  readonly pauseMsMax?: number;
  /** How long the first text is waited for (30,000): what it comes from may be starting too. */
  readonly firstMsMax?: number;
  /** The text; undefined when it is the same as last time. */
  readonly read: (signal: AbortSignal) => Promise<string | undefined>;
};

/** Between two tries to have the first text. */
const firstPauseMs = 500;

/** Milliseconds until the next reading, after so many failures in a row; `chance` is from 0 to 1. */
export function pauseBeforeReading(pollMs: number, pauseMsMax: number, failures: number, chance: number): number {
  const ms = Math.min(pollMs * 2 ** Math.min(failures, 10), Math.max(pollMs, pauseMsMax));
  // Gateways that were started together should not all ask at the same moment.
  return Math.round(ms * (0.9 + 0.2 * chance));
}

/** A text that is read again and again. */
export function createPolledText(options: PollOptions): SupergraphText {
  const { place, pollMs, pauseMsMax = 60_000, firstMsMax = 30_000, read } = options;
  const closing = new AbortController();
  const { signal } = closing;

  async function readFirst(onTrouble: SupergraphTextListener['onTrouble']): Promise<string> {
    const deadline = performance.now() + firstMsMax;
    for (;;) {
      try {
        const text = await read(signal);
        if (text === undefined) throw new Error('nothing was read');
        return text;
      } catch (error) {
        if (signal.aborted || performance.now() + firstPauseMs > deadline) throw error;
        onTrouble(error);
        await pause(firstPauseMs, undefined, { signal });
      }
    }
  }

  async function follow({ onText, onTrouble }: SupergraphTextListener): Promise<void> {
    let failures = 0;
    for (;;) {
      await pause(pauseBeforeReading(pollMs, pauseMsMax, failures, Math.random()), undefined, { signal, ref: false });
      try {
        const text = await read(signal);
        failures = 0;
        if (text !== undefined && !signal.aborted) onText(text);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        onTrouble(error);
      }
    }
  }

  return {
    place,
    async open(listener) {
      const first = await readFirst(listener.onTrouble);
      // Ends with the pause that disposing interrupts.
      if (pollMs > 0) follow(listener).catch(() => undefined);
      return first;
    },
    [Symbol.dispose]: () => closing.abort(),
  };
}
