import { BodyBuffer } from './body-buffer.ts';
import { ChunkedBody } from './chunked-body.ts';
import {
  createHead,
  headIncomplete,
  lengthChunked,
  lengthUnknown,
  type ResponseHead,
  readHead,
} from './response-head.ts';
import { malformed, tooLarge } from './transport-failure.ts';

/** Of one head, those of interim responses before it included. */
const headBytesMax = 16_384;
const endOfHead = Buffer.from('\r\n\r\n');

const HEAD = 0;
const LENGTH = 1;
const CHUNKED = 2;
const UNTIL_CLOSE = 3;
const DONE = 4;

/** Parses the responses of one connection, one after the other; a class because it runs for every packet. */
export class ResponseParser {
  readonly head: ResponseHead = createHead();
  /** The body, once `feed` or `finish` has said that it is complete. */
  text = '';
  readonly #bytesMax: number;
  readonly #body: BodyBuffer;
  readonly #chunks: ChunkedBody;
  #state = HEAD;
  #hasBegun = false;
  #hasSurplus = false;
  #headBytes = 0;
  /** The beginning of a head that came in pieces. */
  #carried: Buffer | undefined;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
    this.#body = new BodyBuffer(bytesMax);
    this.#chunks = new ChunkedBody(this.#body);
  }

  /** Whether any byte of the response has come. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Whether the connection is known to be at the beginning of the next response. */
  get isReusable(): boolean {
    return this.#state === DONE && this.head.isKept && !this.#hasSurplus;
  }

  /** Before the response to the next request. */
  begin(): void {
    this.text = '';
    this.#state = HEAD;
    this.#hasBegun = false;
    this.#hasSurplus = false;
    this.#headBytes = 0;
    this.#carried = undefined;
    this.#body.clear();
  }

  /** Takes the first `end` bytes, which it does not keep; true when the response is complete. Throws RefusedResponse. */
  feed(bytes: Buffer, end: number): boolean {
    this.#hasBegun = true;
    if (this.#carried) return this.#feedCarried(this.#carried, bytes, end);
    return this.#feedFrom(bytes, 0, end);
  }

  /** The connection has ended; true when that completes the response. */
  finish(): boolean {
    if (this.#state !== UNTIL_CLOSE) return false;
    this.#complete(this.#body.take());
    return true;
  }

  #feedFrom(bytes: Buffer, start: number, end: number): boolean {
    const at = this.#state === HEAD ? this.#feedHead(bytes, start, end) : start;
    if (at === headIncomplete) return false;
    if (this.#state !== DONE) this.#feedBody(bytes, at, end);
    else if (at < end) this.#hasSurplus = true;
    return this.#state === DONE;
  }

  /** A head in many small pieces is looked at only once it is whole: no time for whoever sends it byte by byte. */
  #feedCarried(carried: Buffer, bytes: Buffer, end: number): boolean {
    const joined = Buffer.concat([carried, bytes.subarray(0, end)]);
    const isWhole = joined.indexOf(endOfHead, Math.max(0, carried.length - endOfHead.length + 1)) >= 0;
    if (isWhole) {
      this.#carried = undefined;
      return this.#feedFrom(joined, 0, joined.length);
    }
    this.#carry(joined);
    return false;
  }

  #carry(bytes: Buffer): void {
    if (this.#headBytes + bytes.length > headBytesMax) throw tooLarge('the head is too large');
    this.#carried = bytes;
  }

  /** Returns where the body begins, or `headIncomplete`. */
  #feedHead(bytes: Buffer, start: number, end: number): number {
    let from = start;
    for (;;) {
      const at = from < end ? readHead(bytes, from, end, this.head) : headIncomplete;
      if (at === headIncomplete) {
        if (from < end) this.#carry(Buffer.from(bytes.subarray(from, end)));
        return headIncomplete;
      }
      this.#headBytes += at - from;
      if (this.#headBytes > headBytesMax) throw tooLarge('the head is too large');
      if (this.head.status >= 200) {
        this.#beginBody();
        return at;
      }
      if (this.head.status === 101) throw malformed('another protocol');
      from = at;
    }
  }

  #beginBody(): void {
    const { status, length } = this.head;
    if (length > this.#bytesMax) throw tooLarge('the body is too large');
    if (status === 204 || status === 304 || length === 0) this.#complete('');
    else if (length === lengthChunked) {
      this.#chunks.begin();
      this.#state = CHUNKED;
    } else if (length === lengthUnknown) {
      this.head.isKept = false;
      this.#state = UNTIL_CLOSE;
    } else this.#state = LENGTH;
  }

  #feedBody(bytes: Buffer, start: number, end: number): void {
    if (this.#state === LENGTH) this.#feedLength(bytes, start, end);
    else if (this.#state === UNTIL_CLOSE) this.#body.add(bytes, start, end, 0);
    else this.#feedChunks(bytes, start, end);
  }

  #feedChunks(bytes: Buffer, start: number, end: number): void {
    const at = this.#chunks.feed(bytes, start, end);
    if (!this.#chunks.isDone) return;
    this.#complete(this.#body.take());
    this.#hasSurplus = at < end;
  }

  #feedLength(bytes: Buffer, start: number, end: number): void {
    const { length } = this.head;
    const bodyEnd = start + length - this.#body.length;
    if (bodyEnd > end) {
      this.#body.add(bytes, start, end, length);
      return;
    }
    if (this.#body.length === 0) this.#complete(bytes.toString('utf8', start, bodyEnd));
    else {
      this.#body.add(bytes, start, bodyEnd, length);
      this.#complete(this.#body.take());
    }
    this.#hasSurplus = bodyEnd < end;
  }

  #complete(text: string): void {
    this.text = text;
    this.#state = DONE;
  }
}
