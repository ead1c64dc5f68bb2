import type { BodyBuffer } from './body-buffer.ts';
import { malformed, tooLarge } from './transport-failure.ts';

const SIZE = 0;
const EXTENSION = 1;
const SIZE_LF = 2;
const DATA = 3;
const DATA_CR = 4;
const DATA_LF = 5;
const TRAILER_START = 6;
const TRAILER = 7;
const TRAILER_LF = 8;
const END_LF = 9;
const DONE = 10;

const CR = 13;
const LF = 10;
const SEMICOLON = 59;
const SPACE = 32;
const TAB = 9;
const sizeDigitsMax = 8;
/** Bytes of sizes, extensions and trailers between two pieces of data. */
const overheadMax = 4_096;

/** Takes a chunked body apart, whatever pieces it comes in. Extensions and trailers are read over. */
export class ChunkedBody {
  readonly #body: BodyBuffer;
  #state = SIZE;
  #left = 0;
  #digits = 0;
  #overhead = 0;

  constructor(body: BodyBuffer) {
    this.#body = body;
  }

  get isDone(): boolean {
    return this.#state === DONE;
  }

  begin(): void {
    this.#state = SIZE;
    this.#left = 0;
    this.#digits = 0;
    this.#overhead = 0;
  }

  /** Returns where it stopped: at `end`, or behind the body. Throws RefusedResponse. */
  feed(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && this.#state !== DONE) {
      if (this.#state === DATA) {
        const to = Math.min(end, at + this.#left);
        this.#body.add(bytes, at, to, 0);
        this.#left -= to - at;
        at = to;
        if (this.#left === 0) this.#state = DATA_CR;
      } else {
        this.#step(bytes[at++] ?? 0);
        if (++this.#overhead > overheadMax) throw tooLarge('too much between chunks');
      }
    }
    return at;
  }

  #step(byte: number): void {
    switch (this.#state) {
      case SIZE:
        this.#readSize(byte);
        break;
      case EXTENSION:
        this.#readOver(byte, SIZE_LF);
        break;
      case SIZE_LF:
        this.#expect(byte, LF, this.#left === 0 ? TRAILER_START : DATA);
        if (this.#left > 0) this.#overhead = 0;
        break;
      case DATA_CR:
        this.#expect(byte, CR, DATA_LF);
        break;
      case DATA_LF:
        this.#digits = 0;
        this.#expect(byte, LF, SIZE);
        break;
      case TRAILER_START:
        this.#state = TRAILER;
        this.#readOver(byte, END_LF);
        break;
      case TRAILER:
        this.#readOver(byte, TRAILER_LF);
        break;
      case TRAILER_LF:
        this.#expect(byte, LF, TRAILER_START);
        break;
      default:
        this.#expect(byte, LF, DONE);
    }
  }

  #readOver(byte: number, afterCr: number): void {
    if (byte === LF) throw malformed('a bare LF');
    if (byte === CR) this.#state = afterCr;
  }

  #readSize(byte: number): void {
    const value = hexadecimal(byte);
    if (value >= 0) {
      if (++this.#digits > sizeDigitsMax) throw malformed('no chunk size');
      this.#left = this.#left * 16 + value;
      return;
    }
    if (this.#digits === 0) throw malformed('no chunk size');
    if (byte === CR) this.#state = SIZE_LF;
    else if (byte === SEMICOLON || byte === SPACE || byte === TAB) this.#state = EXTENSION;
    else throw malformed('no chunk size');
  }

  #expect(byte: number, wanted: number, next: number): void {
    if (byte !== wanted) throw malformed('a chunk that does not end');
    this.#state = next;
  }
}

function hexadecimal(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
