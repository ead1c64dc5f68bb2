import { describe, expect, it } from '@jest/globals';
import { isNews, readMarks } from './live-marks.ts';

const at = (offset: number, epoch = 'e') => ({ epoch, offset });
const event = (extensions: Readonly<Record<string, unknown>>) => readMarks({ data: {}, extensions });

describe('whether an event is shown', () => {
  it.each([
    { name: 'the next', extensions: { position: at(3) }, isShown: true },
    { name: 'a later one', extensions: { position: at(9), skipped: 6 }, isShown: true },
    { name: 'the same again', extensions: { position: at(2) }, isShown: false },
    { name: 'an older one', extensions: { position: at(1) }, isShown: false },
    { name: 'the first of another epoch', extensions: { position: at(1, 'f') }, isShown: true },
    { name: 'one without a position', extensions: {}, isShown: true },
    { name: 'the state now, at the same offset', extensions: { snapshot: true, position: at(2) }, isShown: true },
    { name: 'the state now, at a lower one', extensions: { snapshot: true, position: at(1) }, isShown: true },
    { name: 'the same state, stale', extensions: { stale: true, position: at(2) }, isShown: false },
    { name: 'the same state, stale, of no position', extensions: { stale: true }, isShown: false },
  ])('$name: $isShown', ({ extensions, isShown }) => {
    expect(isNews(event(extensions), at(2), false)).toBe(isShown);
  });

  it.each([
    { name: 'without a word about it', extensions: { position: at(2) }, isShown: true },
    { name: 'stale', extensions: { stale: true }, isShown: true },
    { name: 'resumed with the same', extensions: { resumed: true, position: at(2) }, isShown: false },
    { name: 'resumed with the next', extensions: { resumed: true, position: at(3) }, isShown: true },
  ])('the first of a connection, $name: $isShown', ({ extensions, isShown }) => {
    expect(isNews(event(extensions), at(2), true)).toBe(isShown);
  });

  it.each([
    ['nothing', undefined],
    ['no extensions', { data: {} }],
    ['a position of another shape', { extensions: { position: 'e:1', ticket: 3, skipped: 'x', snapshot: 'yes' } }],
  ])('reads %s as nothing said', (_name, result) => {
    expect(readMarks(result)).toEqual({
      position: undefined,
      ticket: undefined,
      isSnapshot: false,
      isResumed: false,
      isStale: false,
      skippedCount: 0,
    });
  });
});
