import { describe, expect, it } from '@jest/globals';
import { movedOrder } from './question-order.ts';

/** `1c` is question c in section 1; `-a` stands in none. */
const read = (text: string) =>
  text.split(' ').map((one) => ({ id: one.slice(1), sectionId: one[0] === '-' ? null : (one[0] ?? '') }));

describe('the order after a question was moved', () => {
  it.each([
    ['forward', '-a -b -c -d', '-a', 3, 'bcad'],
    ['back', '-a -b -c -d', '-d', 2, 'adbc'],
    ['to where it is', '-a -b -c', '-b', 2, 'abc'],
    ['to the end', '-a -b -c', '-a', 3, 'bca'],
    ['inside its section', '-a 1b 1c 1d', '1d', 2, 'adbc'],
    ['before its section: it stays first in it', '-a -b 1c 1d', '1d', 1, 'abdc'],
    ['behind its section: it stays last in it', '1a 1b 2c 2d', '1a', 4, 'bacd'],
    ['into another section', '1a 1b 2c 2d', '2a', 3, 'bcad'],
    ['to the beginning of another section', '1a 1b 2c 2d', '2b', 2, 'abcd'],
    ['out of all sections', '-a 1b 1c', '-c', 1, 'cab'],
    ['into an empty section', '-a -b 2c', '1a', 3, 'bac'],
  ])('%s', (_name, before, moved, position, after) => {
    const [target] = read(moved);
    if (!target) throw new Error('nothing to move');
    expect(movedOrder(read(before), ['1', '2'], target, position).join('')).toBe(after);
  });
});
