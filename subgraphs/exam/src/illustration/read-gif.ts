import type { Picture } from './read-picture.ts';

/** GIF: a signature and the size of the screen. Cameras do not write it, so nothing is taken out. */
export function readGif(bytes: Buffer): Picture | null {
  const signature = bytes.toString('latin1', 0, 6);
  if (signature !== 'GIF87a' && signature !== 'GIF89a') return null;
  // The last byte of a whole file; some programs write zeros after it.
  if (!bytes.subarray(13).includes(0x3b)) return null;
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), bytes };
}
