import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shuffled, shuffledBackwards } from './order.ts';

describe('the order that belongs to a seed', () => {
  it.each([
    [0, 'x', 'eghcadfijb'],
    [1, 'x', 'dejbgaihfc'],
    [1, 'y', 'dfbeghcjia'],
    [-2_147_483_648, 'x', 'cfjheibagd'],
    [2_147_483_647, '0198c0de-0000-7000-8000-000000000000', 'dbhafjcegi'],
  ])('seed %i with %s never changes', (seed, salt, order) => {
    expect(shuffled([...'abcdefghij'], seed, salt).join('')).toBe(order);
  });

  it('holds everything once, whatever the seed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), fc.string(), (things, seed, salt) => {
        expect(shuffled(things, seed, salt).sort()).toEqual([...things].sort());
      }),
    );
  });

  it('is the same taken one by one from its end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), fc.string(), (things, seed, salt) => {
        expect([...shuffledBackwards(things, seed, salt)].reverse()).toEqual(shuffled(things, seed, salt));
      }),
    );
  });

  it('puts each of four things into each place about equally often', () => {
    const counts = new Map<string, number>();
    const rounds = 8_000;
    for (let seed = 0; seed < rounds; seed += 1) {
      for (const [place, thing] of shuffled([...'abcd'], seed, 'question').entries()) {
        counts.set(`${thing}${place}`, (counts.get(`${thing}${place}`) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(16);
    for (const count of counts.values()) expect(Math.abs(count / rounds - 0.25)).toBeLessThan(0.02);
  });
});
