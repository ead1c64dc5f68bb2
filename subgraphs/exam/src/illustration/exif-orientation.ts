import { nullBeyondEnd } from './beyond-end.ts';

const exifName = Buffer.from('Exif\0\0', 'latin1');
const orientationTag = 0x0112;

/** How a picture is to be turned, 1 (not at all) to 8, from an APP1 segment of a JPEG; null when it does not say. */
export function orientationOf(segment: Buffer): number | null {
  if (!segment.subarray(4, 10).equals(exifName)) return null;
  const tiff = segment.subarray(10);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const read16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const read32 = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  // Notes that are damaged are no reason to refuse the picture.
  return nullBeyondEnd(() => {
    const directory = read32(4);
    const count = read16(directory);
    for (let index = 0; index < count; index += 1) {
      const entry = directory + 2 + index * 12;
      if (read16(entry) !== orientationTag) continue;
      const orientation = read16(entry + 8);
      return orientation >= 1 && orientation <= 8 ? orientation : null;
    }
    return null;
  });
}

/** An APP1 segment that says how to turn the picture, and nothing else. */
export function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM', 0, 'latin1');
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(orientationTag, 10);
  // One value of two bytes.
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + exifName.length + tiff.length, 2);
  return Buffer.concat([head, exifName, tiff]);
}
