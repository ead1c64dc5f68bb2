import { type CloseAdvice, closeCodes } from '../../close-codes.ts';
import type { StreamFormat } from './formats.ts';

/** The shortest time after which a client comes back, and what a random part of is added to it. */
const waits: Readonly<Record<CloseAdvice, { readonly leastMs: number; readonly spreadMs: number }>> = {
  RETURN: { leastMs: 100, spreadMs: 900 },
  RENEW: { leastMs: 500, spreadMs: 1_500 },
  RETURN_LATE: { leastMs: 10_000, spreadMs: 10_000 },
  STAY: { leastMs: 60_000, spreadMs: 60_000 },
};

/** https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, distinct connections. */
export const serverSentEvents: StreamFormat = {
  name: 'SSE',
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  next: (result, position) =>
    position === undefined ? `event: next\ndata: ${result}\n\n` : `id: ${position}\nevent: next\ndata: ${result}\n\n`,
  // With a line of data, an empty one: without any, browsers tell nobody of the event.
  completed: 'event: complete\ndata:\n\n',
  // No `complete`: a stream that ends without is taken for cut, and clients come back with the id they saw last.
  goodbye: (reason) => `: ${reason}\nretry: ${waitMs(closeCodes[reason].advice)}\n\n`,
};

function waitMs(advice: CloseAdvice): number {
  const { leastMs, spreadMs } = waits[advice];
  return leastMs + Math.floor(Math.random() * spreadMs);
}
