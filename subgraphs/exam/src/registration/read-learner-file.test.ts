import { describe, expect, it } from '@jest/globals';
import { learnersMax, readLearnerFile } from './read-learner-file.ts';

const read = (text: string, encoding: BufferEncoding = 'utf8') => readLearnerFile(Buffer.from(text, encoding));
const keysOf = (text: string) => read(text).learners.map(({ row, by, key }) => `${row} ${by} ${key}`);

describe('who a file names', () => {
  it.each([
    [
      'by e-mail address, whatever its case',
      'email\nAnn@Example.org\n bob@example.org ',
      ['2 email ann@example.org', '3 email bob@example.org'],
    ],
    ['by id', 'id\nu-1\nu-2', ['2 id u-1', '3 id u-2']],
    [
      'among other columns, with semicolons',
      'Name;E-Mail;Class\n"Ann; A.";ann@example.org;7b',
      ['2 email ann@example.org'],
    ],
    ['with tabs', 'name\tuser_id\nAnn\tu-1', ['2 id u-1']],
    ['by id where both are given, else by address', 'email,id\na@b.org,u-1\nc@d.org,', ['2 id u-1', '3 email c@d.org']],
    ['with blank rows between', 'email\n\na@b.org\n,\n', ['3 email a@b.org']],
    ['as a spreadsheet keeps it from being a formula', "id\n'-x1", ['2 id -x1']],
    ['nobody', 'email\n', []],
  ] as const)('%s', (_name, text, expected) => {
    expect(keysOf(text)).toEqual(expected);
    expect(read(text).problems).toEqual([]);
  });

  it('reads UTF-16 as spreadsheets write it', () => {
    expect(read('\uFEFFemail\r\nann@example.org\r\n', 'utf16le').learners).toHaveLength(1);
  });
});

describe('what is wrong is told by row', () => {
  it.each([
    ['no known column', 'name,class\nAnn,7b', [[1, null, 'COLUMN_MISSING']]],
    ['a row that names nobody', 'email,name\n,Ann\na@b.org,Bob', [[2, null, 'LEARNER_MISSING']]],
    [
      'what is no address',
      'email\nann\na b@c.org\n@x.org',
      [
        [2, 'email', 'EMAIL_NOT_VALID'],
        [3, 'email', 'EMAIL_NOT_VALID'],
        [4, 'email', 'EMAIL_NOT_VALID'],
      ],
    ],
    ['a long id', `id\n${'x'.repeat(201)}`, [[2, 'id', 'ID_NOT_VALID']]],
    ['a quotation mark that does not close', 'email\na@b.org\n"c@d.org\n', [[3, null, 'QUOTE_NOT_CLOSED']]],
  ] as const)('%s', (_name, text, expected) => {
    expect(read(text).problems.map(({ row, field, code }) => [row, field, code])).toEqual(expected);
  });

  it('takes as many as it says and no more', () => {
    const file = (count: number) => `id\n${Array.from({ length: count }, (_, index) => `u${index}`).join('\n')}`;
    expect(read(file(learnersMax)).learners).toHaveLength(learnersMax);
    expect(() => read(file(learnersMax + 1))).toThrow(expect.objectContaining({ code: 'LEARNERS_TOO_MANY' }));
  });
});
