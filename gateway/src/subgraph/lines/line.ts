import type { Socket } from 'node:net';
import {
  answerHeadBytes,
  createFrameReader,
  type FrameReader,
  lineAnswers,
  readAnswerHead,
  writePackets,
} from '@lectern/request-line';
import type { LineExchange } from './line-exchange.ts';
import type { OpenedLine } from './open-line.ts';

/** What a line tells its transport. */
export type LineOwner = {
  readonly responseBytesMax: number;
  /** It is to be used no more; what is under way on it goes on. */
  retired(line: Line): void;
  /** It is closed; what was on it is told to one of the others first. */
  gone(line: Line): void;
  /** Not sent yet: nobody has seen it. */
  unsent(exchange: LineExchange): void;
  /** Sent, and their answers will not come. */
  lost(exchanges: readonly LineExchange[], reason: string): void;
};

/** Requests under way on one line. The subgraph takes them in their order; beyond this they would overtake each other. */
const inFlightMax = 8_192;
/** What may wait to be taken by the network. */
const unsentBytesMax = 4_194_304;
/** A line on which a request has run out of time is used no more where nothing at all was heard for so long. */
const silentMs = 1_000;
/**
 * With so many requests under way, packets are sent at most every few milliseconds: each costs both ends a system call, a
 * code and a turn, which one request of a few does not gain by waiting, and one of hundreds hardly notices.
 */
const busyFrom = 8;
const gatherMs = 2;
const idMax = 0xffff_ffff;

/** One connection with many requests under way; a class because it is entered for every request and packet. */
export class Line {
  readonly openedAt = performance.now();
  usedAt = this.openedAt;
  /** Whether it has brought an answer to anything. */
  hasAnswered = false;
  readonly #owner: LineOwner;
  readonly #socket: Socket;
  readonly #mac: OpenedLine['mac'];
  readonly #reader: FrameReader;
  readonly #sent = new Map<number, LineExchange>();
  #waiting: LineExchange[] = [];
  #lastId = 0;
  #silentSince: number | undefined;
  #isRetired = false;
  #isGone = false;

  constructor({ socket, mac }: OpenedLine, owner: LineOwner) {
    this.#owner = owner;
    this.#socket = socket;
    this.#mac = mac;
    this.#reader = createFrameReader({
      headBytes: answerHeadBytes,
      lengthMax: owner.responseBytesMax,
      lengthAt: (bytes, at) => readAnswerHead(bytes, at).length,
      onFrame: (bytes, from, to) => this.#answered(bytes, from, to),
      onTooLong: (bytes, from) => this.#tooLong(bytes, from),
    });
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('end', () => this.#leave('ended'));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#leave(error.code ?? 'error'));
    socket.on('close', () => this.#leave('closed'));
  }

  get isUsable(): boolean {
    return (
      !this.#isRetired &&
      this.#sent.size + this.#waiting.length < inFlightMax &&
      this.#socket.writableLength < unsentBytesMax
    );
  }

  /** Whether requests of this turn of the event loop wait for its end. */
  get isGathering(): boolean {
    return this.#waiting.length > 0;
  }

  get isIdle(): boolean {
    return this.#sent.size === 0 && this.#waiting.length === 0;
  }

  /** All requests of one turn of the event loop, or of a few milliseconds, are one packet. */
  send(exchange: LineExchange): void {
    this.#waiting.push(exchange);
    if (this.#waiting.length > 1) return;
    const isBusy = this.#sent.size >= busyFrom && performance.now() - this.usedAt < gatherMs;
    if (isBusy) setTimeout(this.#flush, gatherMs);
    else setImmediate(this.#flush);
  }

  /** Takes no more, and closes when all is answered. */
  retire(): void {
    if (!this.#isRetired) {
      this.#isRetired = true;
      this.#owner.retired(this);
    }
    if (this.isIdle) this.close();
  }

  /** Closes it at once. */
  close(): void {
    this.#leave('closed');
  }

  /** Ends what is late or left. */
  visit(now: number): void {
    this.#waiting = this.#waiting.filter((exchange) => !exchange.isOver(now));
    let isLate = false;
    for (const [id, exchange] of this.#sent) {
      if (!exchange.isOver(now)) continue;
      // An answer that comes after all finds nobody.
      this.#sent.delete(id);
      isLate = true;
    }
    const isSilent = this.#silentSince !== undefined && now - this.#silentSince >= silentMs;
    if ((isLate && isSilent) || (this.#isRetired && this.isIdle)) this.retire();
  }

  readonly #flush = (): void => {
    if (this.#isGone || this.#waiting.length === 0) return;
    const exchanges = this.#waiting;
    this.#waiting = [];
    this.usedAt = performance.now();
    this.#silentSince ??= this.usedAt;
    const frames = exchanges.map((exchange) => ({ id: this.#take(exchange), ...exchange.frame }));
    for (const packet of writePackets(frames, this.#mac)) this.#socket.write(packet);
  };

  #take(exchange: LineExchange): number {
    this.#lastId = this.#lastId === idMax ? 1 : this.#lastId + 1;
    this.#sent.set(this.#lastId, exchange);
    exchange.isSent = true;
    return this.#lastId;
  }

  #read(bytes: Buffer): void {
    if (this.#isGone) return;
    this.#silentSince = undefined;
    this.#reader.feed(bytes, bytes.length);
    if (this.isIdle) {
      if (this.#isRetired) this.close();
    } else this.#silentSince = performance.now();
  }

  #answered(bytes: Buffer, from: number, to: number): void {
    const { id, status, isClean } = readAnswerHead(bytes, from);
    if (lineAnswers.isNoMore(id)) {
      this.retire();
      return;
    }
    const exchange = this.#sent.get(id);
    if (!exchange) return;
    this.#sent.delete(id);
    this.hasAnswered = true;
    const text = bytes.subarray(from + answerHeadBytes, to);
    if (isClean) exchange.answeredClean(text);
    else exchange.answered(status, 'application/json', text.toString());
  }

  #tooLong(bytes: Buffer, from: number): void {
    const { id } = readAnswerHead(bytes, from);
    const exchange = this.#sent.get(id);
    this.#sent.delete(id);
    exchange?.failed({ kind: 'TOO_LARGE', reason: 'the body is too large' });
  }

  #leave(reason: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#isRetired = true;
    this.#socket.destroy();
    for (const exchange of this.#waiting.splice(0)) this.#owner.unsent(exchange);
    const lost = [...this.#sent.values()];
    this.#sent.clear();
    if (lost.length > 0) this.#owner.lost(lost, reason);
    this.#owner.gone(this);
  }
}
