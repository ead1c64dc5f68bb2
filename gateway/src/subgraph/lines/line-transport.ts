import type { Pool } from '../http1/pool.ts';
import { createSweep } from '../http1/sweep.ts';
import { Line, type LineOwner } from './line.ts';
import type { LineExchange } from './line-exchange.ts';
import { createLineSlot } from './line-slot.ts';
import { type LinePlace, openLine } from './open-line.ts';

export type LineTransportOptions = {
  readonly place: LinePlace;
  /** Lines to one address; more of them spread over more processes behind it, and each carries fewer at a time. */
  readonly lines: number;
  readonly responseBytesMax: number;
  /** How long a line without use is kept. */
  readonly idleMs: number;
  /** How long a line is used at all, so that new processes behind one address get their share; 60,000. */
  readonly ageMs?: number | undefined;
};

export type Transport = {
  /** Sends it now, or when there is room. */
  run(exchange: LineExchange): void;
  /** Takes no more, waits up to `ms` for what is running, and closes every connection. */
  close(ms: number): Promise<void>;
};

const sweepMs = 50;
const defaultAgeMs = 60_000;

/** Requests go over lines where there are any, and by HTTP while there are none, or none has room. */
export function createLineTransport(options: LineTransportOptions, http: Pool): Transport {
  const { lines: count, idleMs, ageMs = defaultAgeMs } = options;
  const lines = new Set<Line>();
  let turn = 0;
  let closed: PromiseWithResolvers<void> | undefined;
  const sweep = createSweep(sweepMs, visit);

  const owner: LineOwner = {
    responseBytesMax: options.responseBytesMax,
    retired: leaveSlots,
    gone(line) {
      leaveSlots(line);
      lines.delete(line);
      if (lines.size === 0) closed?.resolve();
    },
    unsent(exchange) {
      http.dropIdle();
      http.run(exchange);
    },
    lost(exchanges, reason) {
      // Connections of HTTP end with the line when a process dies, and may not know it yet.
      http.dropIdle();
      let isCounted = false;
      for (const exchange of exchanges) {
        if (exchange.isRepeatable && !exchange.isRetried && !closed) askAgain(exchange);
        else {
          exchange.failed({ kind: 'DEAD', reason, isCounted });
          isCounted = true;
        }
      }
    },
  };

  function askAgain(exchange: LineExchange): void {
    exchange.isRetried = true;
    exchange.isSent = false;
    exchange.retried();
    http.run(exchange);
  }

  async function open(): Promise<Line | undefined> {
    const opened = await openLine(options.place);
    if (opened === 'refused') return undefined;
    const line = new Line(opened, owner);
    lines.add(line);
    sweep.start();
    if (closed) line.close();
    return line;
  }
  // Not all of the same age, or all would be renewed at one moment.
  const slots = Array.from({ length: count }, () =>
    createLineSlot({ open, ageMs: ageMs * (0.8 + 0.4 * Math.random()) }),
  );

  function leaveSlots(line: Line): void {
    for (const slot of slots) slot.left(line);
  }

  /** One line for all requests of a turn of the event loop, and another one for those of the next. */
  function usable(): Line | undefined {
    const now = performance.now();
    const present = slots[turn]?.line(now);
    if (present?.isGathering) return present;
    for (let tried = 0; tried < slots.length; tried += 1) {
      turn = (turn + 1) % slots.length;
      const line = slots[turn]?.line(now);
      if (line) return line;
    }
    return undefined;
  }

  function visit(): boolean {
    const now = performance.now();
    for (const line of lines) {
      line.visit(now);
      if (line.isIdle && now - line.usedAt > idleMs) line.retire();
    }
    return lines.size > 0;
  }

  return {
    run(exchange) {
      const line = closed || !exchange.fitsLine ? undefined : usable();
      if (line) line.send(exchange);
      else http.run(exchange);
    },
    async close(ms) {
      closed ??= Promise.withResolvers();
      for (const line of lines) line.retire();
      const timer = setTimeout(() => {
        for (const line of lines) line.close();
      }, ms);
      if (lines.size > 0) await closed.promise;
      clearTimeout(timer);
      sweep.stop();
      await http.close(ms);
    },
  };
}
