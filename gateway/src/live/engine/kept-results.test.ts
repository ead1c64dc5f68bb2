import { describe, expect, it } from '@jest/globals';
import { keepResults } from './kept-results.ts';

const bounds = { countMax: 3, charactersMax: 100 };

function keeper() {
  let runs = 0;
  const kept = keepResults(bounds, (text) => text === 'failed');
  const ask = (at: string, text: string | undefined) =>
    kept.get(at, async () => {
      runs += 1;
      if (text === undefined) throw new Error('away');
      return text;
    });
  return { ask, runs: () => runs };
}

describe('results that are kept', () => {
  it('are run once, however many ask, at one time or later', async () => {
    const { ask, runs } = keeper();
    expect(await Promise.all([ask('1', 'a'), ask('1', 'b')])).toEqual(['a', 'a']);
    expect([await ask('1', 'c'), runs()]).toEqual(['a', 1]);
  });

  it('are as many as allowed, the newest', async () => {
    const { ask, runs } = keeper();
    for (const at of ['1', '2', '3', '4']) await ask(at, at);
    expect(await ask('4', 'new')).toBe('4');
    expect(await ask('2', 'new')).toBe('2');
    expect(runs()).toBe(4);
    expect(await ask('1', 'new')).toBe('new');
  });

  it('are no longer than allowed together, but the newest is kept however long', async () => {
    const { ask } = keeper();
    await ask('1', 'x'.repeat(60));
    await ask('2', 'y'.repeat(60));
    expect(await ask('1', 'new')).toBe('new');
    await ask('3', 'z'.repeat(200));
    expect(await ask('3', 'new')).toHaveLength(200);
  });

  it('are not those that failed', async () => {
    const { ask } = keeper();
    await ask('1', 'failed');
    await expect(ask('2', undefined)).rejects.toThrow('away');
    expect([await ask('1', 'well'), await ask('2', 'well')]).toEqual(['well', 'well']);
  });
});
