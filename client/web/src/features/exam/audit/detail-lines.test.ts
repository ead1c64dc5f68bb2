import { describe, expect, it } from '@jest/globals';
import { detailLines } from './detail-lines.ts';

describe('the detail of an entry of the audit log', () => {
  it.each<[string, string, [string, string][]]>([
    ['nothing', '{}', []],
    [
      'a number and a list',
      '{"count":3,"ids":["a","b"]}',
      [
        ['count', '3'],
        ['ids', 'a, b'],
      ],
    ],
    ['what was and what is', '{"title":{"from":"A","to":"B"}}', [['title', 'A → B']]],
    ['the same in other words', '{"title":{"before":"A","after":null}}', [['title', 'A → –']]],
    ['changes as a whole', '{"changes":{"graceSeconds":{"from":10,"to":30}}}', [['graceSeconds', '10 → 30']]],
    ['an object', '{"policy":{"marks":"NEVER"}}', [['policy', 'marks NEVER']]],
    ['no JSON', 'something', [['detail', 'something']]],
  ])('says %s', (_name, detail, wanted) => {
    expect(detailLines(detail).map(({ name, value }) => [name, value])).toEqual(wanted);
  });
});
