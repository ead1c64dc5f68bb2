/** The files of one finished video, as they are named below its grant's path and in the storage. */
export type MediaFile = {
  readonly kind: 'PLAYLIST' | 'SEGMENT' | 'POSTER';
  /** Relative to the video's folder; made of known parts only. */
  readonly path: string;
};

export type MediaRequest = MediaFile | { readonly kind: 'KEY' };

const patterns = [
  ['PLAYLIST', /^master\.m3u8$/],
  ['PLAYLIST', /^\d{2,4}p\/index\.m3u8$/],
  ['SEGMENT', /^\d{2,4}p\/\d{5}\.ts$/],
  ['POSTER', /^poster\.jpg$/],
] as const;

/** What is asked for below a grant; null for anything that no video has, so that no path can leave its folder. */
export function readMediaPath(path: string): MediaRequest | null {
  if (path === 'key') return { kind: 'KEY' };
  const match = patterns.find(([, pattern]) => pattern.test(path));
  return match ? { kind: match[0], path } : null;
}

export function contentTypeOf(kind: MediaRequest['kind']): string {
  switch (kind) {
    case 'PLAYLIST':
      return 'application/vnd.apple.mpegurl';
    case 'SEGMENT':
      return 'video/mp2t';
    case 'POSTER':
      return 'image/jpeg';
    case 'KEY':
      return 'application/octet-stream';
    default:
      return kind satisfies never;
  }
}
