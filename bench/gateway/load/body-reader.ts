/** Follows one HTTP/1.1 response through the pieces it comes in. */
export type BodyReader = {
  /** Takes the bytes from `start` to `end`; true when the response is complete. */
  take(bytes: Buffer, start: number, end: number): boolean;
  readonly bytes: () => number;
};

/** `keep` gets every piece of the body; the piece's memory is used again afterwards. */
export type Keep = (piece: Buffer) => void;

export function readByLength(length: number, keep: Keep | undefined): BodyReader {
  let seen = 0;
  return {
    bytes: () => seen,
    take: (bytes, start, end) => {
      seen += end - start;
      keep?.(bytes.subarray(start, end));
      return seen >= length;
    },
  };
}

const newLine = 10;

/** `Transfer-Encoding: chunked`, without trailers. */
export function readByChunks(keep: Keep | undefined): BodyReader {
  let seen = 0;
  let left = 0;
  let line = '';
  let phase: 'size' | 'data' | 'end' = 'size';
  const endSize = (): boolean => {
    left = Number.parseInt(line, 16);
    line = '';
    phase = left === 0 ? 'end' : 'data';
    return false;
  };
  const endLine = (): boolean => {
    if (line.trim() === '' && phase === 'end') return true;
    if (line.trim() === '') {
      line = '';
      return false; // after the data of a chunk
    }
    return endSize();
  };
  const takeData = (bytes: Buffer, at: number, end: number): number => {
    const piece = Math.min(left, end - at);
    keep?.(bytes.subarray(at, at + piece));
    seen += piece;
    left -= piece;
    if (left === 0) phase = 'size';
    return at + piece;
  };
  return {
    bytes: () => seen,
    take: (bytes, start, end) => {
      let at = start;
      while (at < end) {
        if (phase === 'data') {
          at = takeData(bytes, at, end);
          continue;
        }
        const stop = bytes.indexOf(newLine, at);
        if (stop < 0 || stop >= end) {
          line += bytes.toString('latin1', at, end);
          return false;
        }
        line += bytes.toString('latin1', at, stop);
        at = stop + 1;
        if (endLine()) return true;
      }
      return false;
    },
  };
}
