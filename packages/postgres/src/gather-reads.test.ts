import { describe, expect, it } from '@jest/globals';
import { gatherReads } from './gather-reads.ts';

/** Reads that wait until they are let go, and what each was asked. */
function heldReads() {
  const asked: (readonly string[])[] = [];
  const held: (() => void)[] = [];
  const read = async (keys: readonly string[]) => {
    asked.push(keys);
    await new Promise<void>((resolve) => held.push(resolve));
    return keys.map((key) => `${key}${asked.length}`);
  };
  return { asked, read, letGo: () => held.splice(0).forEach((go) => void go()) };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

describe('gathered reads', () => {
  it('reads what is asked in one moment together, each key once', async () => {
    const asked: (readonly string[])[] = [];
    const reads = gatherReads(async (keys) => {
      asked.push(keys);
      return keys.map((key) => key.toUpperCase());
    });
    expect(await Promise.all(['a', 'b', 'a'].map(reads.load))).toEqual(['A', 'B', 'A']);
    expect(asked).toEqual([['a', 'b']]);
  });

  it('never answers from a statement that began before the question', async () => {
    const { asked, read, letGo } = heldReads();
    const reads = gatherReads(read);
    const first = reads.load('a');
    await until(() => asked.length === 1);
    const second = reads.load('a');
    await until(() => asked.length === 2);
    letGo();
    await Promise.all([first, second]);
    expect(asked).toEqual([['a'], ['a']]);
  });

  it('splits what is too much for one statement', async () => {
    const asked: (readonly string[])[] = [];
    const read = async (keys: readonly string[]) => {
      asked.push(keys);
      return keys;
    };
    const reads = gatherReads(read, { togetherMax: 2 });
    expect(await Promise.all(['a', 'b', 'c'].map(reads.load))).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  it('tells everybody in a statement that it failed, and nobody after them', async () => {
    let isBroken = true;
    const reads = gatherReads(async (keys) => {
      if (isBroken) throw new Error('the database is away');
      return keys;
    });
    const failed = await Promise.allSettled(['a', 'b'].map(reads.load));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isBroken = false;
    expect(await reads.load('a')).toBe('a');
  });

  it('takes a list of another length for a mistake instead of giving someone the row of another', async () => {
    const reads = gatherReads(async () => ['only one']);
    const failed = await Promise.allSettled(['a', 'b'].map(reads.load));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
