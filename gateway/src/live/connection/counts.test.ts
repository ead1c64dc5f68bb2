import { describe, expect, it } from '@jest/globals';
import { createCounts } from './counts.ts';

describe('counts', () => {
  it('give so many of each, and again what was given back', () => {
    const counts = createCounts(2);
    expect([counts.take('a'), counts.take('a'), counts.take('a'), counts.take('b')]).toEqual([true, true, false, true]);
    counts.release('a');
    expect([counts.take('a'), counts.take('a')]).toEqual([true, false]);
  });

  it('take nothing back that was not given', () => {
    const counts = createCounts(1);
    counts.release('a');
    expect([counts.take('a'), counts.take('a')]).toEqual([true, false]);
  });

  it('without a bound give as many as are asked for', () => {
    const counts = createCounts(0);
    for (let more = 0; more < 100; more += 1) expect(counts.take('a')).toBe(true);
    counts.release('a');
    expect(counts.take('a')).toBe(true);
  });
});
