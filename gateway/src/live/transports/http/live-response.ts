import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Output } from '../../engine/channel.ts';
import { onceDrained, writeThen } from '../write-then.ts';

/**
 * One response that stays open. Node writes its head and its end; prepared bytes go straight to the socket below it,
 * since they are the same for all receivers.
 */
export class LiveResponse implements Output {
  readonly #response: ServerResponse;
  readonly #socket: Socket;
  #isOpen = false;

  constructor(response: ServerResponse, socket: Socket) {
    this.#response = response;
    this.#socket = socket;
  }

  begin(headers: OutgoingHttpHeaders, opening: Buffer): void {
    // Nothing may come for long; heartbeats notice who has gone.
    this.#socket.setTimeout(0);
    this.#response.writeHead(200, headers);
    this.#response.flushHeaders();
    this.#isOpen = true;
    this.#socket.write(opening);
  }

  /** Itself: nothing is written before the head. */
  get sink(): this {
    return this;
  }

  write(bytes: Buffer): void {
    if (this.#isOpen) this.#socket.write(bytes);
  }

  get writableLength(): number {
    return this.#socket.writableLength;
  }

  onceDrained(listener: () => void): void {
    onceDrained(this.#socket, listener);
  }

  /** `onTaken`: when it and all before it is with the kernel. */
  beat(heartbeat: Buffer, onTaken: () => void): void {
    if (this.#isOpen) writeThen(this.#socket, heartbeat, onTaken);
  }

  /** Whether all was said. */
  get isEnded(): boolean {
    return this.#response.writableFinished;
  }

  /** Ends the response. The connection may serve others. */
  end(last: Buffer): void {
    if (!this.#isOpen) return;
    this.#socket.write(last);
    this.#isOpen = false;
    this.#response.end();
  }

  /** Ends the connection too: whoever comes back may be better off with another gateway. */
  leave(last: Buffer): void {
    this.end(last);
    if (this.#response.writableEnded) this.#socket.destroySoon();
  }

  cut(): void {
    this.#socket.destroy();
  }
}
