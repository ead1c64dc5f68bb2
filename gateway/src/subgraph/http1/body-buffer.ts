import { tooLarge } from './transport-failure.ts';

/** Beyond this a promised length is not believed before the bytes are there. */
const believedMax = 1_048_576;

/** Collects a body that comes in parts, up to a bound; holds no memory between two bodies. */
export class BodyBuffer {
  readonly #bytesMax: number;
  #bytes: Buffer | undefined;
  #length = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get length(): number {
    return this.#length;
  }

  /** Copies a part. `promised` is how long the body will be, as far as known. Throws RefusedResponse past the bound. */
  add(part: Buffer, from: number, to: number, promised: number): void {
    const length = this.#length + to - from;
    if (length > this.#bytesMax) throw tooLarge('the body is too large');
    this.#bytes ??= Buffer.allocUnsafeSlow(Math.max(length, Math.min(promised, believedMax)));
    if (length > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(length, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    part.copy(this.#bytes, this.#length, from, to);
    this.#length = length;
  }

  /** The text collected, which is forgotten. */
  take(): string {
    const text = this.#bytes?.toString('utf8', 0, this.#length) ?? '';
    this.clear();
    return text;
  }

  clear(): void {
    this.#bytes = undefined;
    this.#length = 0;
  }
}
