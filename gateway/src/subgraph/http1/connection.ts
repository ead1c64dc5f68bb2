import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Exchange } from './exchange.ts';
import { ResponseParser } from './response-parser.ts';
import { RefusedResponse, type TransportFailure } from './transport-failure.ts';

export type Origin = {
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  /** PEM of the authorities to trust in place of the system's. */
  readonly ca?: string | undefined;
};

/** What a connection tells its pool; each is the last thing it does with what it speaks of. */
export type ConnectionOwner = {
  readonly responseBytesMax: number;
  /** Memory that all connections read into, one after the other. */
  readonly readBuffer: Buffer;
  opened(connection: Connection): void;
  /** A response is complete; the connection may serve the next request. Called before the exchange hears of it. */
  freed(connection: Connection): void;
  /** It serves no more; `exchange` is what it was serving, `failure` why that has no response. */
  gone(connection: Connection, exchange: Exchange | undefined, failure: TransportFailure): void;
};

/** One socket that serves one request at a time; a class because it is entered for every request and packet. */
export class Connection {
  /** performance.now() until which it may connect, or until which it may be used again. */
  usableUntil: number;
  /** How long the server keeps it when idle; undefined where it does not say. */
  get keptMs(): number | undefined {
    return this.#parser.head.keptMs;
  }
  /** Whether it has served a request before the present one. */
  hasServed = false;
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #parser: ResponseParser;
  #exchange: Exchange | undefined;
  #isOpen = false;
  #isGone = false;

  constructor(origin: Origin, owner: ConnectionOwner, usableUntil: number) {
    this.usableUntil = usableUntil;
    this.#owner = owner;
    this.#parser = new ResponseParser(owner.responseBytesMax);
    this.#socket = openSocket(origin, {
      buffer: owner.readBuffer,
      callback: (count) => this.#read(count),
    });
    // The only listeners there ever are: none is added for a request.
    this.#socket.once(origin.isSecure ? 'secureConnect' : 'connect', () => this.#opened());
    this.#socket.once('end', () => this.#ended());
    this.#socket.on('error', (error) => this.#leave(reasonOf(error), error));
    this.#socket.once('close', () => this.#leave('closed'));
  }

  get exchange(): Exchange | undefined {
    return this.#exchange;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Head and body in one write: one system call and one packet. */
  send(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#parser.begin();
    exchange.isSent = true;
    const { wire } = exchange;
    if (typeof wire === 'string') this.#socket.write(wire, 'latin1');
    else this.#socket.write(wire);
  }

  /** Closes it at once; what it was serving hears nothing. */
  drop(): void {
    this.#exchange = undefined;
    this.#leave('dropped');
  }

  /** Closes it at once; what it was serving fails. */
  fail(reason: string): void {
    this.#leave(reason);
  }

  #opened(): void {
    if (this.#isGone) return;
    this.#isOpen = true;
    this.#owner.opened(this);
  }

  #read(count: number): boolean {
    if (this.#isGone) return false;
    if (!this.#exchange) {
      // What nobody has asked for would be taken for the answer of the next request.
      this.#leave('unasked');
      return false;
    }
    try {
      if (this.#parser.feed(this.#owner.readBuffer, count)) this.#complete();
    } catch (error) {
      if (!(error instanceof RefusedResponse)) throw error;
      this.#leave(error.message, error);
    }
    return !this.#isGone;
  }

  #complete(): void {
    const exchange = this.#exchange;
    const { head, text } = this.#parser;
    const { status, contentType } = head;
    this.#exchange = undefined;
    this.#parser.text = '';
    // An answer that came before the whole request was written leaves the rest of it in the way of the next one.
    if (this.#parser.isReusable && this.#socket.writableLength === 0) {
      this.hasServed = true;
      this.#owner.freed(this);
    } else this.#leave('not kept');
    exchange?.answered(status, contentType, text);
  }

  #ended(): void {
    if (!this.#isGone && this.#exchange && this.#parser.finish()) this.#complete();
    this.#leave('ended');
  }

  #leave(reason: string, cause?: unknown): void {
    if (this.#isGone) return;
    this.#isGone = true;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#socket.destroy();
    this.#owner.gone(this, exchange, { kind: this.#failureKind(cause), reason, cause });
  }

  #failureKind(cause: unknown): TransportFailure['kind'] {
    if (cause instanceof RefusedResponse) return cause.kind;
    if (!this.#isOpen) return 'CONNECT';
    return this.#parser.hasBegun ? 'CUT' : 'DEAD';
  }
}

/** Without use for this long, the network is asked whether the other side is still there. */
const probeMs = 10_000;

function openSocket(origin: Origin, onread: OnReadOpts): Socket {
  const { host, port } = origin;
  const plain = { host, port, onread };
  const secure = {
    ...plain,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) ? {} : { servername: host }),
    ...(origin.ca === undefined ? {} : { ca: origin.ca }),
  };
  return (origin.isSecure ? connectTls(secure) : connectTcp(plain)).setNoDelay(true).setKeepAlive(true, probeMs);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'error';
}
