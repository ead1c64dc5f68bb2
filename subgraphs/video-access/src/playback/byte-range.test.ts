import { describe, expect, it } from '@jest/globals';
import { readByteRange } from './byte-range.ts';

const size = 100;
const cases = [
  { header: undefined, range: null },
  { header: 'bytes=0-9', range: { start: 0, end: 9 } },
  { header: 'bytes=90-', range: { start: 90, end: 99 } },
  { header: 'bytes=90-1000', range: { start: 90, end: 99 } },
  { header: 'bytes=-10', range: { start: 90, end: 99 } },
  { header: 'bytes=-1000', range: { start: 0, end: 99 } },
  { header: 'bytes=-0', range: 'UNSATISFIABLE' },
  { header: 'bytes=100-', range: 'UNSATISFIABLE' },
  { header: 'bytes=9-5', range: null },
  { header: 'bytes=-', range: null },
  { header: 'bytes=0-1,5-6', range: null },
  { header: 'lines=0-1', range: null },
];

describe('a Range header over 100 bytes', () => {
  it.each(cases)('$header', ({ header, range }) => {
    expect(readByteRange(header, size)).toEqual(range);
  });
});
