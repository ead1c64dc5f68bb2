export type FrameReader = {
  /** Takes the next `count` bytes of the stream; they are the caller's again afterwards. */
  feed(bytes: Buffer, count: number): void;
};

export type FrameReaderOptions = {
  /** Each frame begins with so many bytes, in which its length stands. */
  readonly headBytes: number;
  /** Bytes after the head. */
  readonly lengthAt: (bytes: Buffer, at: number) => number;
  readonly lengthMax: number;
  /** A whole frame, from its head on; good only during the call. */
  readonly onFrame: (bytes: Buffer, from: number, to: number) => void;
  /** The head of a frame that is too long; its bytes are skipped. May throw instead. */
  readonly onTooLong: (bytes: Buffer, from: number) => void;
};

/** Cuts a stream into frames. One that came in one piece, as nearly all do, is not copied. */
export function createFrameReader({
  headBytes,
  lengthAt,
  lengthMax,
  onFrame,
  onTooLong,
}: FrameReaderOptions): FrameReader {
  /** A frame that came in part: its head, or as long as the whole of it once its head is known. */
  let part: Buffer | undefined;
  let filled = 0;
  let skipping = 0;
  const head = Buffer.allocUnsafeSlow(headBytes);

  /** Whether the frame at `at` will be skipped. */
  function isTooLong(bytes: Buffer, at: number): boolean {
    if (lengthAt(bytes, at) <= lengthMax) return false;
    onTooLong(bytes, at);
    skipping = headBytes + lengthAt(bytes, at);
    return true;
  }

  function fill(bytes: Buffer, at: number, count: number): number {
    const whole = part ?? head;
    const taken = Math.min(whole.length - filled, count - at);
    bytes.copy(whole, filled, at, at + taken);
    filled += taken;
    if (filled < whole.length) return at + taken;
    if (part) {
      part = undefined;
      filled = 0;
      onFrame(whole, 0, whole.length);
    } else if (isTooLong(head, 0)) {
      skipping -= headBytes;
      filled = 0;
    } else if (lengthAt(head, 0) === 0) {
      filled = 0;
      onFrame(head, 0, headBytes);
    } else {
      part = Buffer.allocUnsafeSlow(headBytes + lengthAt(head, 0));
      head.copy(part);
    }
    return at + taken;
  }

  return {
    feed(bytes, count) {
      let at = 0;
      while (at < count) {
        if (skipping > 0) {
          const skipped = Math.min(skipping, count - at);
          skipping -= skipped;
          at += skipped;
        } else if (filled > 0 || count - at < headBytes) at = fill(bytes, at, count);
        else if (!isTooLong(bytes, at)) {
          const end = at + headBytes + lengthAt(bytes, at);
          if (end <= count) {
            onFrame(bytes, at, end);
            at = end;
          } else {
            part = Buffer.allocUnsafeSlow(end - at);
            at = fill(bytes, at, count);
          }
        }
      }
    },
  };
}
