import { once } from 'node:events';
import type { Socket } from 'node:net';
import { edgeErrors } from '../../../http/edge.errors.ts';
import type { LiveRequest } from '../../../http/live-http.ts';

/** The connection of a response, as soon as it may be written to; null where that will never be. */
export type Turns = (request: Pick<LiveRequest, 'raw' | 'response'>) => Promise<Socket | null>;

/**
 * A request that was sent before the answer to an earlier one had come waits for that. One at a time on a connection:
 * the earlier one may be a stream that never ends, and any number could be sent behind it.
 */
export function createTurns(): Turns {
  const waiting = new WeakSet<Socket>();
  return async ({ raw, response }) => {
    if (response.socket) return response.socket;
    const { socket } = raw;
    if (waiting.has(socket)) throw edgeErrors.make('REQUEST_MALFORMED');
    waiting.add(socket);
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    socket.once('close', leave);
    await once(response, 'socket', { signal: leaving.signal }).catch(() => undefined);
    socket.off('close', leave);
    waiting.delete(socket);
    return response.socket;
  };
}
