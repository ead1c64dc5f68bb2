import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Channel, Output } from '../../engine/channel.ts';
import { onceDrained } from '../write-then.ts';

/**
 * One WebSocket. `ws` shakes hands, reads, and closes; prepared frames go straight to the socket below it, since its
 * own `send` would frame them again for each receiver.
 */
export class LiveSocket extends WebSocket implements Output {
  /** Set before anything is heard of it. */
  declare raw: Socket;
  declare channel: Channel;
  /** Operations that are being run, those among them that the client has left. */
  running = 0;
  /** What the protocol has seen so far. */
  phase: 'NEW' | 'INITIALISING' | 'ACKNOWLEDGED' = 'NEW';

  get sink(): Socket {
    return this.raw;
  }

  /** Also called by `ws` itself when the client closes, or breaks the protocol: nothing may follow a frame that closes. */
  override close(code?: number, data?: string | Buffer): void {
    if (this.channel) this.channel.isShut = true;
    super.close(code, data);
  }

  onceDrained(listener: () => void): void {
    onceDrained(this.raw, listener);
  }
}
