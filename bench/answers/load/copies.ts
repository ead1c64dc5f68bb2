const moreBytes = 16 * 1024 * 1024;

/** Keeps copies of pieces side by side. */
export type Copies = (piece: Buffer) => Buffer;

/**
 * Room for so many bytes is asked for and written to at once: asked for while answers come, it made V8 collect garbage
 * and the system find pages, for more than all else that was done for an answer. Should it not do, there is more.
 */
export function makeRoomForCopies(bytes: number): Copies {
  let block = Buffer.allocUnsafeSlow(bytes).fill(1);
  let used = 0;
  return (piece) => {
    if (used + piece.length > block.length) {
      block = Buffer.allocUnsafeSlow(Math.max(moreBytes, piece.length));
      used = 0;
    }
    piece.copy(block, used);
    used += piece.length;
    return block.subarray(used - piece.length, used);
  };
}
