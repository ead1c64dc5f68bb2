import { describe, expect, it } from '@jest/globals';
import { problemsCsv } from './problems-csv.ts';

describe('problems as a table', () => {
  it('has a line for each, and texts that no spreadsheet calculates', () => {
    const problems = [
      { row: 2, field: 'choice_b', code: 'CHOICE_REPEATED', message: 'It says the same as choice_a.' },
      { row: 3, field: null, code: 'ROW_TOO_LONG', message: 'One, "two"\nthree' },
      { row: 4, field: '=HYPERLINK("x")', code: 'COLUMN_UNKNOWN', message: '+1' },
    ];
    expect(problemsCsv(problems)).toBe(
      'row,field,code,message\r\n' +
        '2,choice_b,CHOICE_REPEATED,It says the same as choice_a.\r\n' +
        '3,,ROW_TOO_LONG,"One, ""two""\nthree"\r\n' +
        '4,"\'=HYPERLINK(""x"")",COLUMN_UNKNOWN,+1\r\n',
    );
  });

  it('is empty without problems', () => {
    expect(problemsCsv([])).toBe('');
  });
});
