import { describe, expect, it } from '@jest/globals';
import { isNearlyAll, noteWatched, notWatched, type Watched, watchedShare, withStretch } from './watched.ts';

const durationSeconds = 600;

function watch(reports: readonly (readonly [positionSeconds: number, elapsedSeconds: number])[], before = notWatched) {
  return reports.reduce<Watched>(
    (watched, [positionSeconds, elapsedSeconds]) =>
      noteWatched(watched, { positionSeconds, elapsedSeconds, durationSeconds }),
    before,
  );
}

function percent(watched: Watched): number {
  return Math.round(watchedShare(watched.stretches, durationSeconds) * 1_000) / 10;
}

function every(stepSeconds: number, elapsedSeconds: number): [number, number][] {
  return Array.from({ length: durationSeconds / stepSeconds }, (_, n) => [(n + 1) * stepSeconds, elapsedSeconds]);
}

describe('how much was watched', () => {
  it('is all of it after watching from beginning to end', () => {
    expect(percent(watch(every(10, 10)))).toBe(100);
  });
  it('is all of it at twice the speed', () => {
    expect(percent(watch(every(20, 10)))).toBe(100);
  });
  it('does not mind reports that come early and late', () => {
    const jittered = every(10, 10).map(([position], n): [number, number] => [position, n % 2 === 0 ? 16 : 4]);
    expect(percent(watch(jittered))).toBe(100);
  });
  it('is nothing after one jump to the end', () => {
    expect(percent(watch([[600, 3_600]]))).toBe(0);
  });
  it('is bounded by the time that passed, however many small steps are reported', () => {
    expect(percent(watch(every(1, 0)))).toBe(2.5);
    expect(percent(watch(every(1, 0.25)))).toBeLessThan(53);
  });
  it('counts what is watched twice once', () => {
    expect(
      percent(
        watch([
          [10, 10],
          [0, 5],
          [10, 10],
        ]),
      ),
    ).toBe(1.7);
  });
  it('counts both sides of a jump', () => {
    expect(
      percent(
        watch([
          [10, 10],
          [500, 1],
          [510, 10],
        ]),
      ),
    ).toBe(3.3);
  });
  it('keeps the position inside the video', () => {
    expect(watch([[9_999, 1]]).positionSeconds).toBe(600);
    expect(watch([[-5, 1]]).positionSeconds).toBe(0);
  });
  it.each([
    [0.89, false],
    [0.9, true],
    [1, true],
  ])('is nearly all at %d: %s', (share, expected) => {
    expect(isNearlyAll(share)).toBe(expected);
  });
});

describe('stretches', () => {
  it('become one where they touch', () => {
    expect(
      withStretch(
        [
          [0, 10],
          [30, 40],
        ],
        [10, 30],
      ),
    ).toEqual([[0, 40]]);
  });
  it('stay bounded', () => {
    let stretches = withStretch([], [0, 1]);
    for (let n = 1; n < 500; n += 1) stretches = withStretch(stretches, [n * 10, n * 10 + 2]);
    expect(stretches).toHaveLength(200);
  });
});
