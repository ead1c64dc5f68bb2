import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { LecternError } from '@lectern/errors';
import { edgeErrors } from './edge.errors.ts';

/**
 * Reads a body completely before anything of it goes on, and gives it back as a stream of one piece. A connection to a
 * service is then held only while the service works, not for as long as a client likes to take. Rejects with
 * BODY_TOO_LARGE; a client that needs longer than `deadlineMs` loses its connection.
 */
export async function readWholeBody(request: IncomingMessage, bytesMax: number, deadlineMs: number): Promise<Readable> {
  const timer = setTimeout(() => request.destroy(), deadlineMs);
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      bytes += piece.length;
      if (bytes > bytesMax) throw edgeErrors.make('BODY_TOO_LARGE', { facts: { bytesMax } });
      pieces.push(piece);
    }
  } catch (cause) {
    // Whoever has gone away is told nothing any more; it is no failure of ours.
    throw cause instanceof LecternError ? cause : edgeErrors.make('REQUEST_MALFORMED', { cause });
  } finally {
    clearTimeout(timer);
  }
  return Readable.from(bytes === 0 ? [] : [Buffer.concat(pieces)]);
}
