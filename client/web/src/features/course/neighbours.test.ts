import { describe, expect, it } from '@jest/globals';
import { neighboursOf } from './neighbours.ts';

const lesson = (id: string) => ({ id, title: id });
const modules = [{ lessons: [lesson('a'), lesson('b')] }, { lessons: [] }, { lessons: [lesson('c')] }];

describe('the lessons beside one', () => {
  it.each([
    ['the first has none before it', 'a', undefined, 'b'],
    ['the last of a module leads over an empty one', 'b', 'a', 'c'],
    ['the last has none after it', 'c', 'b', undefined],
    ['an unknown one has none', 'x', undefined, undefined],
  ])('%s', (_name, id, previous, next) => {
    const found = neighboursOf(modules, id);
    expect([found.previous?.id, found.next?.id]).toEqual([previous, next]);
  });
});
