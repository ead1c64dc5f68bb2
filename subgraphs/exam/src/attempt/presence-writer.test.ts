import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { createPresenceWriter, type PresenceBatch } from './presence-writer.ts';

function startWriter(options: { everyMs?: number; fails?: () => boolean } = {}) {
  let now = 1_000;
  const batches: PresenceBatch[] = [];
  const lost: number[] = [];
  const writer = createPresenceWriter({
    everyMs: options.everyMs ?? 5,
    clock: { now: () => now },
    async write(batch) {
      if (options.fails?.()) throw new Error('the database is away');
      batches.push(batch);
    },
    onFailure: (_error, { incidents }) => lost.push(incidents),
  });
  return { writer, batches, lost, pass: (ms: number) => (now += ms) };
}

describe('reports of presence', () => {
  it('are gathered, the last of each attempt counts, and nothing is written when nobody reports', async () => {
    const { writer, batches, pass } = startWriter();
    for (let times = 0; times < 50; times += 1) writer.note({ attemptId: 'a', incidents: [] });
    pass(400);
    writer.note({ attemptId: 'a', incidents: [{ kind: 'PASTED', secondsAgo: 2 }] });
    writer.note({ attemptId: 'b', incidents: [] });
    pass(100);
    await waitFor('a flush', () => batches.length > 0);
    expect(batches).toEqual([
      {
        seen: [
          { attemptId: 'a', ageMs: 100 },
          { attemptId: 'b', ageMs: 100 },
        ],
        incidents: [{ attemptId: 'a', kind: 'PASTED', ageMs: 2_100 }],
      },
    ]);
    await writer[Symbol.asyncDispose]();
    expect(batches).toHaveLength(1);
  });

  it('are written when the writer is disposed of, in parts', async () => {
    const { writer, batches } = startWriter({ everyMs: 60_000 });
    for (let index = 0; index < 4_500; index += 1) writer.note({ attemptId: `a${index}`, incidents: [] });
    await writer[Symbol.asyncDispose]();
    expect(batches.map(({ seen }) => seen.length)).toEqual([2_000, 2_000, 500]);
  });

  it('that cannot be written are told and dropped, and the next ones are written', async () => {
    let isAway = true;
    const { writer, batches, lost } = startWriter({ fails: () => isAway });
    writer.note({ attemptId: 'a', incidents: [{ kind: 'PASTED', secondsAgo: 0 }] });
    await waitFor('the failure', () => lost.length > 0);
    expect(lost).toEqual([1]);
    isAway = false;
    writer.note({ attemptId: 'b', incidents: [] });
    await waitFor('a flush', () => batches.length > 0);
    expect(batches[0]?.seen.map(({ attemptId }) => attemptId)).toEqual(['b']);
    await writer[Symbol.asyncDispose]();
  });

  it('wait in a bounded room', async () => {
    const { writer, batches, lost } = startWriter({ everyMs: 60_000 });
    const incidents = Array.from({ length: 20 }, () => ({ kind: 'FOCUS_LOST' as const, secondsAgo: 0 }));
    for (let index = 0; index < 2_501; index += 1) writer.note({ attemptId: 'a', incidents });
    expect(lost).toEqual([20]);
    await writer[Symbol.asyncDispose]();
    expect(batches.reduce((sum, batch) => sum + batch.incidents.length, 0)).toBe(50_000);
  });
});
