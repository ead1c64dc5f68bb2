import { describe, expect, it } from '@jest/globals';
import { readMediaPath } from './media-path.ts';

const known = ['master.m3u8', '360p/index.m3u8', '1080p/00012.ts', 'poster.jpg', 'key'];

const refused = [
  '',
  '.',
  '..',
  '../other/master.m3u8',
  '..%2fother%2fmaster.m3u8',
  '360p/../../other/master.m3u8',
  '/etc/passwd',
  '360p/00012.ts/..',
  '360p\\00012.ts',
  'master.m3u8\n',
  'master.m3u8\0.jpg',
  '360p/12.ts',
  '360p/key',
  'Key',
];

describe('paths below a grant', () => {
  it.each(known)('knows %j', (path) => {
    expect(readMediaPath(path)).not.toBeNull();
  });
  it.each(refused)('knows nothing of %j', (path) => {
    expect(readMediaPath(path)).toBeNull();
  });
});
