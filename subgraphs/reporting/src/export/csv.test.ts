import { describe, expect, it } from '@jest/globals';
import { type Cell, csvRecord } from './csv.ts';

describe('a CSV record', () => {
  const cells: [string, Cell[], string][] = [
    ['plain cells', ['a', 1, 2.5, null, true, false], 'a,1,2.5,,yes,no'],
    ['a comma', ['Doe, Jane'], '"Doe, Jane"'],
    ['quotation marks', ['the "best"'], '"the ""best"""'],
    ['line ends', ['a\r\nb\nc'], '"a\r\nb\nc"'],
    ['white space around', [' a '], '" a "'],
    ['a formula', ['=1+1'], "'=1+1"],
    ['a formula with a comma', ['=SUM(A1,A2)'], `"'=SUM(A1,A2)"`],
    ['other beginnings of formulas', ['+1', '-1', '@x'], "'+1,'-1,'@x"],
    ['a formula behind a tab', ['\t=1'], "'\t=1"],
    ['a negative number of ours', [-1.5], '-1.5'],
    ['an equals sign later on', ['a=1'], 'a=1'],
    ['other scripts', ['Łukasz', '田中'], 'Łukasz,田中'],
    ['nothing', [''], ''],
  ];
  it.each(cells)('keeps %s', (_name, record, line) => {
    expect(csvRecord(record)).toBe(`${line}\r\n`);
  });
});
