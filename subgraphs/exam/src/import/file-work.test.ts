import { describe, expect, it } from '@jest/globals';
import { createFileWork, type FileWorkBounds } from './file-work.ts';

const bounds: FileWorkBounds = { threadsMax: 1, waitingMax: 1, timeoutMs: 60_000, memoryMb: 256 };
const file = (text: string) => ({ bytes: Buffer.from(text), fileName: 'q.csv', format: null, columns: [] });
const good = file('prompt,answer\nQ?,TRUE');

describe('files are worked on in a thread', () => {
  it('and come back as they are read here', async () => {
    const work = createFileWork(bounds);
    const { questions } = await work.read(good);
    expect(questions).toMatchObject([{ row: 2, draft: { kind: 'TRUE_FALSE', isTrue: true } }]);
    const written = await work.write('GIFT', questions);
    expect(Buffer.from(written.bytes).toString()).toBe('[markdown]Q? {TRUE}\n');
  });

  it('and refused with the code that says why', async () => {
    const refused = createFileWork(bounds).read(file('%PDF-1.7'));
    await expect(refused).rejects.toMatchObject({ code: 'IMPORT_FILE_NOT_TEXT', category: 'BAD_INPUT' });
  });

  it('one after another; what would wait too long is refused at once, and the place is free afterwards', async () => {
    const work = createFileWork(bounds);
    const settled = await Promise.allSettled([work.read(good), work.read(good), work.read(good)]);
    expect(settled.map((one) => (one.status === 'fulfilled' ? 'read' : one.reason.code))).toEqual([
      'read',
      'read',
      'IMPORT_BUSY',
    ]);
    await expect(work.read(good)).resolves.toMatchObject({ rowCount: 1 });
  });

  it('no longer than they may take', async () => {
    const work = createFileWork({ ...bounds, timeoutMs: 1 });
    await expect(work.read(good)).rejects.toMatchObject({ code: 'IMPORT_FILE_TOO_HEAVY' });
  });

  it('with no more memory than they may have', async () => {
    const work = createFileWork({ ...bounds, memoryMb: 4 });
    await expect(work.read(good)).rejects.toMatchObject({ code: 'IMPORT_FILE_TOO_HEAVY' });
  });
});
