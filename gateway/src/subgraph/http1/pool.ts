import { Connection, type ConnectionOwner, type Origin } from './connection.ts';
import type { Exchange } from './exchange.ts';
import { createSweep } from './sweep.ts';
import type { TransportFailure } from './transport-failure.ts';

export type PoolOptions = {
  readonly origin: Origin;
  readonly connectionsMax: number;
  /** Requests that wait for a connection. */
  readonly queueMax: number;
  readonly responseBytesMax: number;
  readonly connectTimeoutMs: number;
  /** How long a connection is kept without use, unless its server says less. */
  readonly idleMs: number;
};

export type Pool = {
  /** Sends it now or when a connection is free; fails it with OVERLOADED at once where too many wait. */
  run(exchange: Exchange): void;
  /** Something has died on the way to the origin: connections that wait for use are not trusted any more. */
  dropIdle(): void;
  /** Takes no more, waits up to `ms` for what is running, and closes every connection. */
  close(ms: number): Promise<void>;
};

/** How late a deadline or a client that has left may be noticed. */
const sweepMs = 50;
const idleSweepMs = 1_000;
/** Closed this long before its server would: a request under way to a closing connection is lost. */
const marginMs = 1_000;
const readBytes = 65_536;

/** The connections to one origin. The one used last is used next, so that those of a busy hour are soon idle. */
export function createPool(options: PoolOptions): Pool {
  return new HttpPool(options);
}

/** A class, since every request goes through it several times. */
class HttpPool implements Pool, ConnectionOwner {
  readonly responseBytesMax: number;
  readonly readBuffer = Buffer.allocUnsafeSlow(readBytes);
  readonly #options: PoolOptions;
  readonly #connections = new Set<Connection>();
  readonly #idle: Connection[] = [];
  #connecting = 0;
  #waiting: Exchange[] = [];
  #closed: PromiseWithResolvers<void> | undefined;
  readonly #sweep = createSweep(sweepMs, () => this.#visit());
  readonly #idleSweep = createSweep(idleSweepMs, () => this.#visitIdle());

  constructor(options: PoolOptions) {
    this.#options = options;
    this.responseBytesMax = options.responseBytesMax;
  }

  run(exchange: Exchange): void {
    const connection = this.#waiting.length === 0 ? this.#takeIdle() : undefined;
    if (this.#closed) exchange.failed({ kind: 'CLOSED', reason: 'closed' });
    else if (connection) connection.send(exchange);
    else if (this.#waiting.length >= this.#waitingMax()) exchange.failed({ kind: 'OVERLOADED', reason: 'queue full' });
    else {
      this.#waiting.push(exchange);
      this.#openForWaiting();
    }
    this.#sweep.start();
  }

  dropIdle(): void {
    for (const connection of [...this.#idle]) connection.drop();
  }

  async close(ms: number): Promise<void> {
    this.#closed ??= Promise.withResolvers();
    this.dropIdle();
    this.#settle();
    const timer = setTimeout(() => this.#end(), ms);
    await this.#closed.promise;
    clearTimeout(timer);
    this.#sweep.stop();
    this.#idleSweep.stop();
  }

  opened(connection: Connection): void {
    this.#connecting -= 1;
    this.freed(connection);
  }

  freed(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) connection.send(next);
    else if (this.#closed) connection.drop();
    else this.#keep(connection);
  }

  #keep(connection: Connection): void {
    const { idleMs } = this.#options;
    const { keptMs } = connection;
    const keep = keptMs === undefined ? idleMs : Math.min(idleMs, Math.max(keptMs - marginMs, keptMs / 2));
    connection.usableUntil = performance.now() + keep;
    this.#idle.push(connection);
    this.#idleSweep.start();
  }

  gone(connection: Connection, exchange: Exchange | undefined, failure: TransportFailure): void {
    this.#connections.delete(connection);
    const place = this.#idle.indexOf(connection);
    if (place >= 0) this.#idle.splice(place, 1);
    if (!connection.isOpen) this.#connecting -= 1;
    // A connection that never came about fails the request that has waited longest: one each, as one opened each.
    const concerned = exchange ?? (failure.kind === 'CONNECT' ? this.#waiting.shift() : undefined);
    if (concerned) this.#failOrRetry(concerned, connection, failure);
    this.#openForWaiting();
    this.#settle();
  }

  #failOrRetry(exchange: Exchange, connection: Connection, failure: TransportFailure): void {
    const isUnseen = failure.kind === 'CONNECT' && failure.reason !== 'ETIMEDOUT';
    const isDead = failure.kind === 'DEAD' && exchange.isRepeatable;
    if (exchange.isRetried || !(isUnseen || isDead)) {
      exchange.failed(failure);
      return;
    }
    // Where one idle connection has died the others are as old: the second sending must not meet another dead one.
    if (connection.hasServed) this.dropIdle();
    exchange.isRetried = true;
    exchange.isSent = false;
    exchange.retried();
    this.#waiting.unshift(exchange);
  }

  /** Those for whom a connection is on its way, or could be, do not count against the queue. */
  #waitingMax(): number {
    const { queueMax, connectionsMax } = this.#options;
    return queueMax + this.#connecting + connectionsMax - this.#connections.size;
  }

  #takeIdle(): Connection | undefined {
    let connection = this.#idle.pop();
    while (connection && connection.usableUntil <= performance.now()) {
      connection.drop();
      connection = this.#idle.pop();
    }
    return connection;
  }

  #openForWaiting(): void {
    while (this.#waiting.length > 0) {
      const idle = this.#takeIdle();
      const next = idle && this.#waiting.shift();
      if (!next) break;
      idle.send(next);
    }
    const { origin, connectionsMax, connectTimeoutMs } = this.#options;
    while (this.#connecting < this.#waiting.length && this.#connections.size < connectionsMax) {
      this.#connecting += 1;
      this.#connections.add(new Connection(origin, this, performance.now() + connectTimeoutMs));
    }
  }

  /** Ends what is late or left; cheap, for it looks at a few fields of what is running. */
  #visit(): boolean {
    const now = performance.now();
    let isBusy = false;
    const waiting = this.#waiting.length;
    if (waiting > 0) this.#waiting = this.#waiting.filter((exchange) => !exchange.isOver(now));
    for (const connection of this.#connections) {
      const { exchange } = connection;
      if (exchange?.isOver(now)) connection.drop();
      else if (!connection.isOpen && connection.usableUntil <= now) connection.fail('ETIMEDOUT');
      else if (exchange || !connection.isOpen) isBusy = true;
    }
    if (waiting > 0) this.#settle();
    return isBusy || this.#waiting.length > 0;
  }

  #visitIdle(): boolean {
    const now = performance.now();
    for (const connection of [...this.#idle]) if (connection.usableUntil <= now) connection.drop();
    return this.#idle.length > 0;
  }

  #settle(): void {
    if (!this.#closed || this.#waiting.length > 0) return;
    for (const { exchange } of this.#connections) if (exchange) return;
    for (const connection of [...this.#connections]) connection.drop();
    this.#closed.resolve();
  }

  #end(): void {
    const failure: TransportFailure = { kind: 'CLOSED', reason: 'closed' };
    for (const exchange of this.#waiting.splice(0)) exchange.failed(failure);
    for (const connection of [...this.#connections]) connection.fail('closed');
    this.#closed?.resolve();
  }
}
