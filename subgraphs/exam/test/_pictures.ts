import { crc32 } from 'node:zlib';

const decode = (base64: string) => Buffer.from(base64, 'base64');

/** 24 × 16 pixels, white, with a red corner. */
export const pictures = {
  png: decode(
    'iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAYAAAAMJL+VAAAAQUlEQVR4AezRsQkAQAgDwOBKv/8Gv1PstQgp7CJYKKJw1gfoJM0o' +
      'HEcOSOAQaaJHwkm5cQzkBwNklyHaJqNzTtQAAAD//zsFQugAAAAGSURBVAMAby5fwTa0VGwAAAAASUVORK5CYII=',
  ),
  jpeg: decode(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABh' +
      'Y3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAAB' +
      'UAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAA' +
      'AAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9Y' +
      'WVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAM' +
      'ZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0o' +
      'OjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2Nj' +
      'Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAQABgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/' +
      'xAAYEAEAAwEAAAAAAAAAAAAAAAAAB0SDwv/EABUBAQEAAAAAAAAAAAAAAAAAAAMF/8QAHREAAQQCAwAAAAAAAAAAAAAAAAECAxEE' +
      'EhNh4f/aAAwDAQACEQMRAD8AnVjH9/PpYgWxardlKfP5o1ZrV9+AAxNP/9k=',
  ),
  webp: decode(
    'UklGRi4CAABXRUJQVlA4WAoAAAAgAAAAFwAADwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABh' +
      'Y3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAAB' +
      'UAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAA' +
      'AAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9Y' +
      'WVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAM' +
      'ZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggQAAAAFADAJ0BKhgAEAA+0VSjS6gkoyGwCAEA' +
      'GglAE6AEN3Dc7DcAAP7i5H5kdv0sZvNn5e7z/5mj8FdUT/Irw8YAAAA=',
  ),
  webpLossless: decode(
    'UklGRhACAABXRUJQVlA4WAoAAAAgAAAAFwAADwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABh' +
      'Y3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAAB' +
      'UAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAA' +
      'AAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9Y' +
      'WVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAM' +
      'ZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDhMIQAAAC8XwAMADzD/n2Ge//kPLRBmG82f9gz6' +
      'PYSI/kdzAgAAAAA=',
  ),
  gif: decode(
    'R0lGODlhGAAQAPAAAP///8wAACwAAAAAGAAQAAAC2UyYMGHChAkBAgQIECDAhAkTJkyYECBAgAABAkyYMGHChAkBAgQIECDAhAkT' +
      'JkyYECBAgAABAkyYMGHChAkBAgQIECDAhAkTJkyYECBAgAABAkyYMGHChAkBAgQIECDAhAkTJkyYECBAgAABAgQIECBAgAABAgQI' +
      'ECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBA' +
      'gAABAgQIECBAgAABAgQIECBAgAABAgUAOw==',
  ),
} as const;

/** What must be in no picture that is given out. */
export const secretPlace = 'GPS 52.5200N 13.4050E';

/** A JPEG with notes of a camera: how to turn it, and where it was taken; and a comment, and notes of an editor. */
export function jpegWithNotes(orientation: number, order: 'II' | 'MM' = 'II'): Buffer {
  const tiff = Buffer.alloc(26);
  const isLittle = order === 'II';
  const write16 = (value: number, at: number) =>
    isLittle ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const write32 = (value: number, at: number) =>
    isLittle ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(order, 0, 'latin1');
  write16(42, 2);
  write32(8, 4);
  write16(1, 8);
  write16(0x0112, 10);
  write16(3, 12);
  write32(1, 14);
  write16(orientation, 18);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(secretPlace)]);
  const notes = [segment(0xe1, exif), segment(0xed, Buffer.from(secretPlace)), segment(0xfe, Buffer.from(secretPlace))];
  return Buffer.concat([pictures.jpeg.subarray(0, 2), ...notes, pictures.jpeg.subarray(2)]);
}

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** A PNG with notes, and something behind its end. */
export function pngWithNotes(): Buffer {
  const { png } = pictures;
  const note = (name: string) => pngChunk(name, Buffer.from(`Comment\0${secretPlace}`, 'latin1'));
  // IHDR is the first chunk: 8 bytes of signature, and 25 of its own.
  const notes = [note('tEXt'), note('eXIf'), note('tIME')];
  return Buffer.concat([png.subarray(0, 33), ...notes, png.subarray(33), Buffer.from(secretPlace)]);
}

function pngChunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A WebP with notes. */
export function webpWithNotes(): Buffer {
  const chunk = (name: string) => {
    const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
    head.writeUInt32LE(secretPlace.length, 4);
    const padding = Buffer.alloc(secretPlace.length % 2);
    return Buffer.concat([head, Buffer.from(secretPlace), padding]);
  };
  const whole = Buffer.concat([pictures.webp, chunk('EXIF'), chunk('XMP ')]);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole.writeUInt8(whole.readUInt8(20) | 0x0c, 20);
  return whole;
}

/** The same picture without an extended header. */
export function simpleWebp(extended: Buffer, name: 'VP8 ' | 'VP8L'): Buffer {
  const at = extended.indexOf(name, 12, 'latin1');
  const length = extended.readUInt32LE(at + 4);
  const chunk = extended.subarray(at, at + 8 + length + (length % 2));
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(chunk.length + 4, 4);
  return Buffer.concat([head, chunk]);
}
