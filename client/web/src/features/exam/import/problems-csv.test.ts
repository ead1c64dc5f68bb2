import { describe, expect, it } from '@jest/globals';
import { problemsCsv } from './problems-csv.ts';

describe('the file of row errors', () => {
  it('quotes what a spreadsheet would break or run', async () => {
    const file = problemsCsv([
      { row: 3, field: 'prompt', code: 'X', message: 'say "hi", please' },
      { row: 4, field: null, code: 'Y', message: '=1+1' },
    ]);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer());
    expect(text).toBe(
      '\uFEFF"row","field","code","message"\r\n"3","prompt","X","say ""hi"", please"\r\n"4","","Y","\'=1+1"\r\n',
    );
  });
});
