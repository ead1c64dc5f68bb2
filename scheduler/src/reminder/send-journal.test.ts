import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSendJournal } from './send-journal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-journal-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the journal of sending', () => {
  it('tells the next process what certainly did not go out', async () => {
    {
      using first = await openSendJournal(folder);
      first.claimed(['a', 'b', 'c'], 100);
      first.sending('b');
      first.settled('c');
    }
    using second = await openSendJournal(folder);
    expect(second.leftovers).toEqual([{ id: 'a', deadlineMs: 100 }]);
  });

  it('of a living process is left alone', async () => {
    using first = await openSendJournal(folder);
    first.claimed(['a'], 100);
    using second = await openSendJournal(folder);
    expect(second.leftovers).toEqual([]);
    first.settled('a');
  });

  it('does not grow without end', async () => {
    using journal = await openSendJournal(folder);
    const id = 'x'.repeat(36);
    for (let n = 0; n < 12_000; n += 1) {
      journal.claimed([id], 100);
      journal.settled(id);
    }
    const { stat } = await import('node:fs/promises');
    expect((await stat(join(folder, '0/journal'))).size).toBeLessThan(1_100_000);
  });
});
