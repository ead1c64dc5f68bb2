import { describe, expect, it } from '@jest/globals';
import { type BatchLaneOptions, createBatchLane } from './batch-lane.ts';
import { createWaitingRoom, type WaitingRoom } from './waiting-room.ts';

type Options = BatchLaneOptions<string, string>;
type Change = Partial<Omit<Options, 'room'>> & { readonly room?: WaitingRoom; readonly queueMax?: number };

/** A lane whose transactions the test lets through one by one. */
function createHeldLane({ queueMax = 100, ...change }: Change = {}) {
  const batches: (readonly string[])[] = [];
  const held: (() => void)[] = [];
  const settled: string[] = [];
  let wake = () => {};
  const room = change.room ?? createWaitingRoom(queueMax);
  const lane = createBatchLane<string, string>({
    write: async (batch) => {
      batches.push(batch);
      const { promise, resolve } = Promise.withResolvers<void>();
      held.push(resolve);
      wake();
      await promise;
      return batch.map((work) => `${work} done`);
    },
    writers: 1,
    batchMax: 10,
    gatherMs: 5,
    room,
    failure: () => new Error('failed'),
    events: {
      settled: (outcomes) => void settled.push(...outcomes.map((outcome) => outcome ?? 'FAILED')),
      refused: () => void settled.push('OVERLOADED'),
      failed: ({ count }) => void settled.push(...Array<string>(count).fill('FAILED')),
      flushed: () => undefined,
    },
    clock: { now: () => 0 },
    ...change,
  });
  return {
    lane,
    room,
    batches,
    settled,
    async release() {
      while (held.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      held.shift()?.();
    },
  };
}

const sqlError = (code: string) => Object.assign(new Error('refused'), { severity: 'ERROR', code });
const names = (count: number) => Array.from({ length: count }, (_, index) => `work ${index}`);
const turn = () => new Promise(setImmediate);

describe('a lane', () => {
  it('gathers what arrives while a transaction runs into the next one', async () => {
    const { lane, batches, release } = createHeldLane();
    const first = lane.add('first');
    await turn();
    const others = names(25).map((work) => lane.add(work));
    for (let times = 0; times < 4; times += 1) await release();
    await Promise.all([first, ...others]);
    expect(batches.map(({ length }) => length)).toEqual([1, 10, 10, 5]);
  });

  it('gives everyone their own outcome', async () => {
    const { lane, release } = createHeldLane();
    const all = names(3).map((work) => lane.add(work));
    await release();
    expect(await Promise.all(all)).toEqual(['work 0 done', 'work 1 done', 'work 2 done']);
  });

  it('gathers for a moment after a transaction has begun, and lets a lone piece go at once', async () => {
    let now = 1_000;
    const { lane, batches, release } = createHeldLane({ clock: { now: () => now } });
    const first = lane.add('first');
    await turn();
    expect(batches).toHaveLength(1);
    await release();
    await first;
    const soon = ['a', 'b'].map((work) => lane.add(work));
    await turn();
    expect(batches).toHaveLength(1);
    await release();
    await Promise.all(soon);
    now += 1_000;
    const later = lane.add('later');
    await turn();
    expect(batches).toEqual([['first'], ['a', 'b'], ['later']]);
    await release();
    await later;
  });

  it('begins a second transaction beside a running one for a good load', async () => {
    const { lane, batches, release } = createHeldLane({ writers: 2 });
    const first = lane.add('first');
    await turn();
    const others = names(3).map((work) => lane.add(work));
    await turn();
    expect(batches).toHaveLength(2);
    await release();
    await release();
    await Promise.all([first, ...others]);
  });

  it('begins a second transaction for a single piece when the first takes its time', async () => {
    const { lane, batches, release } = createHeldLane({ writers: 2 });
    const stuck = lane.add('stuck');
    await turn();
    const other = lane.add('other');
    await turn();
    expect(batches).toHaveLength(1);
    // The first is held for ever so far: only the lane's patience can bring this about.
    while (batches.length < 2) await turn();
    await release();
    await release();
    await Promise.all([stuck, other]);
  });

  it('tells everyone of a transaction that failed', async () => {
    const { lane, settled } = createHeldLane({ write: () => Promise.reject(new Error('gone')) });
    const all = await Promise.allSettled(names(2).map((work) => lane.add(work)));
    for (const each of all) expect(each).toMatchObject({ reason: { message: 'failed' } });
    expect(settled).toEqual(['FAILED', 'FAILED']);
  });

  it('tells only those whose outcome is not known', async () => {
    const { lane } = createHeldLane({
      write: async (batch) => batch.map((work) => (work === 'lost' ? undefined : work)),
    });
    const all = await Promise.allSettled(['found', 'lost'].map((work) => lane.add(work)));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it.each(['22P05', '23505'])(
    'lets one piece that PostgreSQL cannot take (%s) cost nobody else theirs',
    async (code) => {
      const { lane } = createHeldLane({
        write: async (batch) => {
          if (batch.includes('poison')) throw sqlError(code);
          return batch;
        },
      });
      const work = ['a', 'b', 'poison', 'c', 'd', 'e', 'f'];
      const all = await Promise.allSettled(work.map((each) => lane.add(each)));
      expect(all.map(({ status }) => status)).toEqual(
        work.map((each) => (each === 'poison' ? 'rejected' : 'fulfilled')),
      );
    },
  );

  it('tries again after a deadlock', async () => {
    let runs = 0;
    const { lane } = createHeldLane({
      write: async (batch) => {
        runs += 1;
        if (runs === 1) throw sqlError('40P01');
        return batch;
      },
    });
    await expect(lane.add('work')).resolves.toBe('work');
  });

  it('does what waits before it is disposed, and takes no more', async () => {
    const { lane, release, batches } = createHeldLane({ batchMax: 2 });
    const all = names(3).map((work) => lane.add(work));
    const disposed = lane[Symbol.asyncDispose]();
    await expect(lane.add('late')).rejects.toMatchObject({ code: 'OVERLOADED' });
    await release();
    await release();
    await disposed;
    expect(await Promise.all(all)).toHaveLength(3);
    expect(batches.map(({ length }) => length)).toEqual([2, 1]);
  });
});

describe('when too much waits', () => {
  it('it refuses at once, says when to come back, and does all it has let in', async () => {
    const { lane, release, settled, room } = createHeldLane({ queueMax: 4 });
    const first = lane.add('first');
    await turn();
    const waiting = names(3).map((work) => lane.add(work));
    const refusal = await lane.add('late').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'OVERLOADED', facts: { retryAfterMs: expect.any(Number) } });
    expect(room.depth()).toBe(3);
    await release();
    await release();
    await Promise.all([first, ...waiting]);
    expect(settled.sort()).toEqual(['OVERLOADED', 'first done', 'work 0 done', 'work 1 done', 'work 2 done']);
    expect(room.depth()).toBe(0);
  });

  it('one lane leaves places to another, and together they keep the bound', async () => {
    const room = createWaitingRoom(8);
    const flooded = createHeldLane({ room });
    const other = createHeldLane({ room });
    const first = [flooded.lane.add('first'), other.lane.add('first')];
    await turn();
    const flood = await Promise.race([
      Promise.allSettled(names(20).map((work) => flooded.lane.add(work))),
      turn().then(() => 'still waiting'),
    ]);
    expect(flood).toBe('still waiting');
    expect(room.depth()).toBe(6);
    const late = [other.lane.add('a'), other.lane.add('b')];
    await expect(other.lane.add('c')).rejects.toMatchObject({ code: 'OVERLOADED' });
    for (const { release } of [flooded, flooded, other, other]) await release();
    await Promise.all([...first, ...late]);
  });
});
