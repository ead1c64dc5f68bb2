import { expect, it } from '@jest/globals';
import { createDocumentCache } from './document-cache.ts';

it('documents are remembered by their characters, comments among them', () => {
  const read = createDocumentCache();
  const first = read('{ first }');
  expect(read('{ first }')).toBe(first);
  for (let at = 0; at < 100; at += 1) read(`{ field${at} } #${'x'.repeat(100_000)}`);
  expect(read('{ first }')).not.toBe(first);
});
