import type { Readable } from 'node:stream';
import type { ByteRange } from '../playback/byte-range.ts';

/**
 * Where finished videos lie. Keys are `<videoId>/<path>`, with the paths of `MediaFile`; a store of objects can use
 * them as they are.
 */
export type MediaStorage = {
  /** Makes the folder's files those of the video, all or none, and takes the folder away. */
  publish(videoId: string, folder: string): Promise<void>;
  /** null when the video has no such file. */
  open(videoId: string, path: string): Promise<StoredFile | null>;
  /** Does nothing when there are none. */
  remove(videoId: string): Promise<void>;
};

export type StoredFile = {
  readonly sizeBytes: number;
  /** Changes whenever the content does. */
  readonly version: string;
  /** The content or a part of it. Call it once, or not at all. */
  read(range: ByteRange | null): Readable;
};
