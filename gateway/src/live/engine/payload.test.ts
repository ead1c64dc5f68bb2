import { describe, expect, it } from '@jest/globals';
import { isSamePosition, nameOf, notesOfPresent, nothingMissed, withNotes } from './payload.ts';

const at = (offset: number, epoch = 'e') => ({ epoch, offset });

describe('a result with notes', () => {
  it('is the result with extensions, and itself where there is nothing to note', () => {
    expect(withNotes('{"data":{"a":1}}', {})).toBe('{"data":{"a":1}}');
    expect(withNotes('{"data":{"a":1}}', { position: undefined })).toBe('{"data":{"a":1}}');
    const noted = JSON.parse(withNotes('{"data":{"a":"}"}}', { position: at(2), skipped: 3 }));
    expect(noted).toEqual({ data: { a: '}' }, extensions: { position: at(2), skipped: 3 } });
  });

  it('has no data where nothing was missed', () => {
    expect(JSON.parse(nothingMissed(at(2), 't', false))).toEqual({
      extensions: { resumed: true, position: at(2), ticket: 't' },
    });
    expect(JSON.parse(nothingMissed(at(2), 't', true)).extensions.stale).toBe(true);
  });
});

describe('the present state', () => {
  const cases: readonly (readonly [
    string,
    ReturnType<typeof at> | undefined,
    ReturnType<typeof at> | undefined,
    object,
  ])[] = [
    ['is no news where it was told', at(3), at(3), {}],
    ['of an unknown place told to one at an unknown place is no news', undefined, undefined, {}],
    ['is the next event', at(3), at(4), {}],
    ['says what was left out', at(3), at(7), { skipped: 3 }],
    ['is a snapshot in another epoch', at(3), at(4, 'f'), { snapshot: true }],
    ['is a snapshot where Redis knows less than was told', at(3), at(2), { snapshot: true }],
    ['is a snapshot for one at an unknown place', undefined, at(1), { snapshot: true }],
    ['is a snapshot at an unknown place', at(1), undefined, { snapshot: true }],
  ];
  it.each(cases)('%s', (_name, since, now, notes) => {
    expect(notesOfPresent(since, now)).toEqual(notes);
  });
});

it('positions are the same by what they say', () => {
  expect(isSamePosition(at(1), at(1))).toBe(true);
  expect(isSamePosition(at(1), at(1, 'f'))).toBe(false);
  expect(isSamePosition(at(1), undefined)).toBe(false);
  expect(isSamePosition(undefined, undefined)).toBe(true);
  expect(nameOf(at(1, 'run:x'))).toBe('run:x:1');
  expect(nameOf(undefined)).toBeUndefined();
});
