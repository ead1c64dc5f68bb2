import { expect, it } from '@jest/globals';
import { contentDisposition, resultsFileName } from './file-name.ts';

it.each([
  ['a plain title', 'Physics 1', 'Physics 1 results.csv'],
  ['a path', '../../etc/passwd', 'etc passwd results.csv'],
  ['a header', 'a"\r\nSet-Cookie: x=1', 'a Set-Cookie x=1 results.csv'],
  ['another script', '物理', '物理 results.csv'],
  ['nothing usable', '???', 'exam results.csv'],
  ['a long title', 'a'.repeat(300), `${'a'.repeat(80)} results.csv`],
])('%s makes a safe file name', (_name, title, fileName) => {
  expect(resultsFileName(title)).toBe(fileName);
});

it('is sent in ASCII and in UTF-8', () => {
  expect(contentDisposition('Prüfung (1) results.csv')).toBe(
    `attachment; filename="Prufung (1) results.csv"; filename*=UTF-8''Pr%C3%BCfung%20%281%29%20results.csv`,
  );
});
