import { describe, expect, it } from '@jest/globals';
import { createSlices, type Sliceable } from './slices.ts';

const sliceMs = 5;

/** Takes all the time it is given, so many times. */
function busy(steps: number, onStep: (leftMs: number) => void = () => undefined): Sliceable {
  let left = steps;
  return {
    step(until) {
      onStep(until - performance.now());
      while (performance.now() < until);
      left -= 1;
      return left === 0;
    },
  };
}
const run = (slices: ReturnType<typeof createSlices>, work: Sliceable) =>
  new Promise<void>((resolve, reject) => slices.run(work, resolve, reject));
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('long work', () => {
  it('is never given more than its slice, and everything else has its turn after each', async () => {
    const slices = createSlices(sliceMs);
    const given: number[] = [];
    const turns: number[] = [];
    let turnCount = 0;
    let isOver = false;
    const work = run(
      slices,
      busy(8, (leftMs) => {
        given.push(leftMs);
        turns.push(turnCount);
      }),
    ).then(() => {
      isOver = true;
    });
    while (!isOver) {
      await turn();
      turnCount += 1;
    }
    await work;
    expect(given).toHaveLength(8);
    expect(Math.max(...given)).toBeLessThanOrEqual(sliceMs);
    // No two of them without a turn between, but for what ran at once and the first slice.
    expect(new Set(turns).size).toBeGreaterThanOrEqual(7);
  });

  it('lets what comes later and is short pass', async () => {
    const slices = createSlices(sliceMs);
    const order: string[] = [];
    const long = run(slices, busy(6)).then(() => order.push('long'));
    await turn();
    const short = run(slices, { step: () => true }).then(() => order.push('short'));
    await Promise.all([long, short]);
    expect(order).toEqual(['short', 'long']);
  });

  it('shares its time with other long work, and all of it ends', async () => {
    const slices = createSlices(sliceMs);
    const order: number[] = [];
    await Promise.all(
      [5, 3, 4].map((steps) =>
        run(
          slices,
          busy(steps, () => order.push(steps)),
        ),
      ),
    );
    expect(order).toHaveLength(12);
    // The shortest has not waited for the longest to end.
    expect(order.lastIndexOf(3)).toBeLessThan(order.lastIndexOf(5));
  });

  it('that is short is through before anything else happens', () => {
    const slices = createSlices(sliceMs);
    let isThrough = false;
    const failed = () => undefined;
    slices.run(
      { step: () => true },
      () => {
        isThrough = true;
      },
      failed,
    );
    expect(isThrough).toBe(true);
  });

  it('that fails, at once or later, is told so, and what waits beside it goes on', async () => {
    const slices = createSlices(sliceMs);
    let steps = 0;
    const failing = run(slices, {
      step(until) {
        while (performance.now() < until);
        steps += 1;
        if (steps === 2) throw new Error('a line is broken');
        return false;
      },
    });
    const beside = run(slices, busy(4));
    await expect(failing).rejects.toThrow('a line is broken');
    await beside;
    const atOnce = run(slices, {
      step() {
        throw new Error('at once');
      },
    });
    await expect(atOnce).rejects.toThrow('at once');
    await run(slices, busy(1));
  });
});
