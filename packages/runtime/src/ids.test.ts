import { describe, expect, it } from '@jest/globals';
import { isId, newId } from './ids.ts';

describe('an id', () => {
  it('is a UUID of version 7 that carries its instant', () => {
    const id = newId(Date.parse('2026-03-01T09:30:00.123Z'));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2026-03-01T09:30:00.123Z'));
  });

  it('is higher than all that were made before it, a hundred thousand in a row', () => {
    const ids = Array.from({ length: 100_000 }, () => newId());
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['018f4e3c-0000-7000-8000-000000000000', true],
    ['018F4E3C-0000-7000-8000-000000000000', true],
    ['', false],
    ['018f4e3c', false],
    ["018f4e3c-0000-7000-8000-00000000000'", false],
    ['018f4e3c-0000-7000-8000-0000000000000', false],
  ])('is told from other texts: %s', (text, expected) => {
    expect(isId(text)).toBe(expected);
  });
});
