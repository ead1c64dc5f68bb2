import { describe, expect, it } from '@jest/globals';
import { isTooLarge, readPicture } from '../src/illustration/read-picture.ts';
import { jpegWithNotes, pictures, pngWithNotes, secretPlace, simpleWebp, webpWithNotes } from './_pictures.ts';

const size = { width: 24, height: 16 };

describe('a picture', () => {
  it.each([
    ['PNG', pictures.png, 'image/png'],
    ['JPEG', pictures.jpeg, 'image/jpeg'],
    ['WebP with an extended header', pictures.webp, 'image/webp'],
    ['WebP', simpleWebp(pictures.webp, 'VP8 '), 'image/webp'],
    ['WebP without loss, with an extended header', pictures.webpLossless, 'image/webp'],
    ['WebP without loss', simpleWebp(pictures.webpLossless, 'VP8L'), 'image/webp'],
    ['GIF', pictures.gif, 'image/gif'],
  ])('in %s is recognised by its bytes, with its size, and stays as it is', (_name, bytes, mediaType) => {
    expect(readPicture(bytes)).toEqual({ mediaType, ...size, bytes });
  });

  it.each([
    ['PNG', pngWithNotes(), pictures.png],
    ['WebP', webpWithNotes(), pictures.webp],
    ['JPEG', jpegWithNotes(1), pictures.jpeg],
  ])('in %s loses the notes of where it was taken, and nothing else', (_name, noted, plain) => {
    expect(noted.toString('latin1')).toContain(secretPlace);
    expect(readPicture(noted)?.bytes).toEqual(plain);
  });

  it.each([
    [3, 'II', size],
    [3, 'MM', size],
    [6, 'II', { width: 16, height: 24 }],
    [8, 'MM', { width: 16, height: 24 }],
  ] as const)(
    'that is to be turned (%i, %s) still is, and has the size it is shown in',
    (orientation, order, shown) => {
      const read = readPicture(jpegWithNotes(orientation, order));
      expect(read).toMatchObject(shown);
      expect(read?.bytes.toString('latin1')).not.toContain(secretPlace);
      // Read again it says the same: the one note that was written back is understood.
      expect(readPicture(read?.bytes ?? Buffer.alloc(0))).toEqual(read);
    },
  );

  it('cut off anywhere is refused or a smaller part of itself, and never an error', () => {
    for (const whole of Object.values(pictures)) {
      for (let length = 0; length < whole.length; length += 1) {
        const read = readPicture(whole.subarray(0, length));
        if (read) expect(read.bytes.length).toBeLessThanOrEqual(length);
      }
    }
  });

  it('with damaged notes is shown all the same', () => {
    for (let at = 12; at < 40; at += 1) {
      const damaged = jpegWithNotes(6);
      damaged.writeUInt8(0xff, at);
      expect(readPicture(damaged)).toMatchObject({ mediaType: 'image/jpeg' });
    }
  });

  it.each([
    ['nothing', ''],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script>alert(1)</script></svg>'],
    ['a page', '<!doctype html><img src=x onerror=alert(1)>'],
    ['a PDF', '%PDF-1.7'],
    ['a bitmap', 'BM\0\0\0\0'],
    ['the first bytes of a PNG', '\x89PNG\r\n\x1a\n'],
    ['a RIFF that is no WebP', 'RIFF\0\0\0\0WAVEfmt '],
    ['the first bytes of a GIF', 'GIF89a\x01\0\x01\0'],
  ])('is not %s', (_name, text) => {
    expect(readPicture(Buffer.from(text, 'latin1'))).toBeNull();
  });

  it('is too large by a pixel, or by its bytes', () => {
    const picture = { width: 10_000, height: 1, bytes: Buffer.alloc(2 * 1024 * 1024) };
    expect(isTooLarge(picture)).toBe(false);
    expect(isTooLarge({ ...picture, height: 10_001 })).toBe(true);
    expect(isTooLarge({ ...picture, bytes: Buffer.alloc(2 * 1024 * 1024 + 1) })).toBe(true);
  });
});
