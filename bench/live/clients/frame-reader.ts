export type FrameSink = {
  /** Whether the payload of a frame is to be read; asked once per frame. */
  wants(opcode: number, length: number): boolean;
  read(opcode: number, payload: Buffer): void;
  /** A frame that nobody wanted to read has come to its end. */
  pass(): void;
};

const none = Buffer.alloc(0);

/**
 * Reads a server's frames out of a buffer that is used again afterwards. It shares the processor with what is measured, so
 * of a frame that is not wanted only the length is looked at.
 */
export function createFrameReader(sink: FrameSink): (bytes: Buffer, end: number) => void {
  let head = none;
  let opcode = 0;
  let left = 0;
  let pieces: Buffer[] | undefined;

  function takePart(part: Buffer): void {
    pieces?.push(Buffer.from(part));
    left -= part.length;
    if (left > 0) return;
    const whole = pieces;
    pieces = undefined;
    if (whole) sink.read(opcode, Buffer.concat(whole));
    else sink.pass();
  }

  function takeAll(bytes: Buffer, end: number): void {
    let at = 0;
    while (at < end) {
      if (left > 0) {
        const until = Math.min(end, at + left);
        takePart(bytes.subarray(at, until));
        at = until;
        continue;
      }
      const size = headSize(bytes, at, end);
      if (size === 0 || end - at < size) {
        head = Buffer.from(bytes.subarray(at, end));
        return;
      }
      const length = payloadLength(bytes, at, size);
      opcode = (bytes[at] ?? 0) & 0x0f;
      at += size;
      const isWanted = sink.wants(opcode, length);
      if (end - at >= length) {
        if (isWanted) sink.read(opcode, bytes.subarray(at, at + length));
        else sink.pass();
        at += length;
      } else {
        left = length;
        pieces = isWanted ? [] : undefined;
      }
    }
  }

  return (bytes, end) => {
    if (head.length === 0) {
      takeAll(bytes, end);
      return;
    }
    const joined = Buffer.concat([head, bytes.subarray(0, end)]);
    head = none;
    takeAll(joined, joined.length);
  };
}

/** 0 while it cannot be known. */
function headSize(bytes: Buffer, at: number, end: number): number {
  if (end - at < 2) return 0;
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  if (short < 126) return 2;
  return short === 126 ? 4 : 10;
}

function payloadLength(bytes: Buffer, at: number, size: number): number {
  if (size === 2) return (bytes[at + 1] ?? 0) & 0x7f;
  return size === 4 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
}
