import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPause } from './pause.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function setUp(random = 0) {
  const ends: number[] = [];
  const begun = Date.now();
  const pause = createPause({
    retry: { baseMs: 500, maxMs: 15_000 },
    random: () => random,
    onOver: () => ends.push(Date.now() - begun),
  });
  return { pause, ends };
}

describe('the wait after a failure', () => {
  it('doubles with every failure up to its bound, and begins anew after a success', () => {
    const { pause, ends } = setUp();
    const waits = () => {
      const before = Date.now();
      pause.begin();
      jest.runAllTimers();
      return Date.now() - before;
    };
    expect(Array.from({ length: 8 }, waits)).toEqual([250, 500, 1_000, 2_000, 4_000, 7_500, 7_500, 7_500]);
    pause.recover();
    expect(waits()).toBe(250);
    expect(ends).toHaveLength(9);
  });

  it('counts failures of one moment once', () => {
    const { pause, ends } = setUp();
    for (const _request of Array.from({ length: 4 })) pause.begin();
    jest.advanceTimersByTime(250);
    expect(ends).toEqual([250]);
  });

  it.each([
    { name: 'as long as the server asks', askedMs: 4_000, random: 0, endsAt: 4_000 },
    {
      name: 'a little longer by chance, so that not all come back at once',
      askedMs: 4_000,
      random: 0.5,
      endsAt: 4_250,
    },
    { name: 'never longer than half a minute', askedMs: 3_600_000, random: 0, endsAt: 30_000 },
    { name: 'its own time when the server asks for less', askedMs: 1, random: 0, endsAt: 250 },
  ])('waits $name', ({ askedMs, random, endsAt }) => {
    const { pause, ends } = setUp(random);
    pause.begin(askedMs);
    jest.advanceTimersByTime(40_000);
    expect(ends).toEqual([endsAt]);
  });

  it('can be ended early, unless the server asked for it', () => {
    const { pause, ends } = setUp();
    pause.begin();
    pause.end();
    expect(pause.isOn()).toBe(false);
    pause.begin(2_000);
    pause.end();
    expect(pause.isOn()).toBe(true);
    jest.advanceTimersByTime(2_000);
    expect({ ends, isOn: pause.isOn() }).toEqual({ ends: [2_000], isOn: false });
  });

  it('grows to what the server asks for when that comes after a failure of the line', () => {
    const { pause, ends } = setUp();
    pause.begin();
    pause.begin(3_000);
    pause.begin(9_000);
    jest.advanceTimersByTime(20_000);
    expect(ends).toEqual([3_000]);
  });
});
