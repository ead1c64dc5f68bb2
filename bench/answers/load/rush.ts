import { setTimeout as delay } from 'node:timers/promises';
import type { Connection, Reply } from '../../gateway/load/connection.ts';
import type { Copies } from './copies.ts';

/** What came of one request. */
export type Arrival = {
  /** Of the answer; or why there is none. */
  readonly reply: Reply | string;
  /** All bytes of its body. */
  readonly pieces: readonly Buffer[];
  /** From when it was due until the last byte was there, waiting for a free connection included. */
  readonly ms: number;
};

export type Readied = {
  readonly connections: readonly Connection[];
  readonly requests: readonly Buffer[];
  readonly copy: Copies;
};

/** How long the last may take after all have begun. */
const patienceMs = 120_000;

/**
 * Sends requests made before, evenly over the time, whether those before are answered or not, each over the next free
 * connection; and keeps the answers unread. While it runs it does no more than that, as it shares the processor with the
 * servers: what the answers hold is looked at afterwards.
 */
export async function rush({ connections, requests, copy }: Readied, overMs: number): Promise<readonly Arrival[]> {
  const count = requests.length;
  const arrivals: Arrival[] = [];
  const idle = [...connections];
  const ended = Promise.withResolvers<void>();
  const begunAt = performance.now();
  const dueAt = (index: number) => begunAt + (index / count) * overMs;
  let wanted = 0;
  let sent = 0;
  let open = count;

  function send(connection: Connection): void {
    const index = sent++;
    const request = requests[index];
    if (!request) return;
    const pieces: Buffer[] = [];
    const keep = (piece: Buffer) => void pieces.push(copy(piece));
    connection.sendBytes(request, keep, (reply) => {
      arrivals[index] = { reply, pieces, ms: performance.now() - dueAt(index) };
      open -= 1;
      if (open === 0) ended.resolve();
      if (sent < wanted) send(connection);
      else idle.push(connection);
    });
  }

  while (wanted < count) {
    wanted = dueBy(performance.now() - begunAt, overMs, count);
    for (let free = sent < wanted && idle.shift(); free; free = sent < wanted && idle.shift()) send(free);
    if (wanted < count) await delay(Math.max(1, dueAt(wanted) - performance.now()));
  }
  if (count > 0) await Promise.race([ended.promise, delay(patienceMs, undefined, { ref: false })]);
  const late: Arrival = { reply: 'NO_ANSWER_IN_TIME', pieces: [], ms: Number.POSITIVE_INFINITY };
  return Array.from({ length: count }, (_, index) => arrivals[index] ?? late);
}

function dueBy(elapsedMs: number, overMs: number, count: number): number {
  return elapsedMs >= overMs ? count : Math.min(count, Math.floor((elapsedMs / overMs) * count) + 1);
}
