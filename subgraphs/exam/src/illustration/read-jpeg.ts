import { orientationOf, orientationSegment } from './exif-orientation.ts';
import type { Picture } from './read-picture.ts';

/** Exif with its GPS and XMP; Photoshop's notes; comments. Colour profiles (APP2) and Adobe's transform (APP14) are shown. */
const notes = new Set([0xe1, 0xed, 0xfe]);
const startOfScan = 0xda;

/**
 * JPEG: segments of marker and length, then the picture. Notes are taken out; only how the picture is to be turned is
 * written back, as it would lie on its side without.
 */
export function readJpeg(bytes: Buffer): Picture | null {
  if (bytes.readUInt16BE(0) !== 0xffd8) return null;
  const kept: Buffer[] = [];
  let orientation = 1;
  let size: { width: number; height: number } | undefined;
  for (let at = 2; ; ) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      // Padding before a marker.
      at += 1;
      continue;
    }
    if (marker === startOfScan) {
      kept.push(bytes.subarray(at));
      break;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) return null;
    const segment = bytes.subarray(at, end);
    if (marker === 0xe1) orientation = orientationOf(segment) ?? orientation;
    if (isFrame(marker)) size = { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) };
    if (!notes.has(marker)) kept.push(segment);
    at = end;
  }
  if (!size) return null;
  const turned = orientation > 1 ? [orientationSegment(orientation)] : [];
  const whole = Buffer.concat([bytes.subarray(0, 2), ...turned, ...kept]);
  // From 5 on the picture is shown on its side.
  return orientation >= 5 ? { width: size.height, height: size.width, bytes: whole } : { ...size, bytes: whole };
}

/** SOF0 to SOF15, without the three numbers among them that mean something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
