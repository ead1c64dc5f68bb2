import { describe, expect, it } from '@jest/globals';
import { isPlainColumn, letteredColumn, mappingWith, offeredColumns } from './columns.ts';

describe('the columns of a file', () => {
  const columns = [
    { name: 'Frage', readAs: null },
    { name: 'Text', readAs: 'prompt' },
    { name: 'Lösung', readAs: 'answer' },
  ];

  it('are each one thing: what another column was read as is taken from it', () => {
    expect(mappingWith(columns, 'Frage', 'prompt')).toEqual([
      { name: 'Frage', readAs: 'prompt' },
      { name: 'Text', readAs: null },
      { name: 'Lösung', readAs: 'answer' },
    ]);
  });

  it('may several not be read', () => {
    expect(mappingWith(columns, 'Text', null).map(({ readAs }) => readAs)).toEqual([null, null, 'answer']);
  });

  it.each([
    ['choice_b', { name: 'choice', letter: 'B' }],
    ['match_t', { name: 'match', letter: 'T' }],
    ['choice_z', null],
    ['prompt', null],
  ])('%s by its letter', (column, wanted) => {
    expect(letteredColumn(column)).toEqual(wanted);
  });

  it('are all known by name or by letter, once each', () => {
    const offered = offeredColumns(30);
    expect(new Set(offered).size).toBe(offered.length);
    expect(offered.filter((column) => !isPlainColumn(column) && letteredColumn(column) === null)).toEqual([]);
  });
});
