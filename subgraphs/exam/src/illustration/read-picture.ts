import { nullBeyondEnd } from './beyond-end.ts';
import { type IllustrationSize, illustrationLimits, type MediaType } from './illustration.ts';
import { readGif } from './read-gif.ts';
import { readJpeg } from './read-jpeg.ts';
import { readPng } from './read-png.ts';
import { readWebp } from './read-webp.ts';

/** A picture as it is stored: what it shows, and nothing of where and with what it was taken. */
export type Picture = IllustrationSize & { readonly bytes: Buffer };

const readers: Readonly<Record<MediaType, (bytes: Buffer) => Picture | null>> = {
  'image/png': readPng,
  'image/jpeg': readJpeg,
  'image/webp': readWebp,
  'image/gif': readGif,
};

/**
 * Recognises a picture by its bytes, whatever it is called, and takes the notes out that cameras and programs leave in
 * it. Null when it is none of the kinds that are taken; SVG is a program and never one of them.
 */
export function readPicture(bytes: Buffer): (Picture & { readonly mediaType: MediaType }) | null {
  for (const mediaType of Object.keys(readers) as MediaType[]) {
    const picture = nullBeyondEnd(() => readers[mediaType](bytes));
    if (picture && picture.width > 0 && picture.height > 0) return { ...picture, mediaType };
  }
  return null;
}

export function isTooLarge({ width, height, bytes }: Picture): boolean {
  const { sideMax, bytesMax } = illustrationLimits;
  return width > sideMax || height > sideMax || bytes.length > bytesMax;
}
