import { describe, expect, it } from '@jest/globals';
import { createExamClock } from './exam-clock.ts';

describe('exam clock', () => {
  it.each([
    { name: 'counts down from the server’s number', at: 10_000, sync: null, left: 50 },
    { name: 'never goes below 0', at: 90_000, sync: null, left: 0 },
    { name: 'takes over a smaller number: the way here had been slow before', at: 10_000, sync: 49.2, left: 49.2 },
    {
      name: 'does not take over a slightly larger number: the way here was slow now',
      at: 10_000,
      sync: 50.9,
      left: 50,
    },
    { name: 'takes over extra time', at: 10_000, sync: 350, left: 350 },
  ])('$name', ({ at, sync, left }) => {
    let ms = 5_000;
    const clock = createExamClock(60, { now: () => ms });
    ms += at;
    if (sync !== null) clock.sync(sync);
    expect(clock.remainingSeconds()).toBeCloseTo(left);
  });
});

describe('exam clock, told by a receipt that was long on its way', () => {
  it.each([
    { name: 'takes it for slow, and not for extra time', reported: 59, left: 51 },
    { name: 'takes over extra time that its way does not explain', reported: 70, left: 70 },
    { name: 'takes over a smaller number', reported: 50, left: 50 },
  ])('$name', ({ reported, left }) => {
    let ms = 0;
    const clock = createExamClock(60, { now: () => ms });
    const askedAt = clock.mark();
    ms += 9_000;
    clock.sync(reported, askedAt);
    expect(clock.remainingSeconds()).toBeCloseTo(left);
  });
});

describe('exam clock, told by the room', () => {
  const first = { remainingSeconds: 60, isPaused: false, deadlineAt: '2026-01-01T10:01:00Z' };
  const longer = { ...first, deadlineAt: '2026-01-01T10:06:00Z' };
  function open() {
    let ms = 5_000;
    const clock = createExamClock(60, { now: () => ms });
    clock.follow(first);
    const pass = (seconds: number) => {
      ms += seconds * 1000;
    };
    return { clock, pass };
  }

  it('stands still while it is paused, and goes on from there with the new deadline', () => {
    const { clock, pass } = open();
    pass(10);
    clock.follow({ ...first, remainingSeconds: 50, isPaused: true });
    pass(300);
    expect([clock.isPaused(), clock.remainingSeconds()]).toEqual([true, 50]);
    clock.sync(3);
    expect(clock.remainingSeconds()).toBe(50);
    clock.follow({ ...longer, remainingSeconds: 50 });
    pass(20);
    expect([clock.isPaused(), clock.remainingSeconds()]).toEqual([false, 30]);
  });

  it.each([
    { name: 'moves on at once with more time', room: { ...longer, remainingSeconds: 350 }, left: 350 },
    { name: 'moves back when time is taken back', room: { ...longer, remainingSeconds: 20 }, left: 20 },
    { name: 'is not fooled by a late event of the same deadline', room: { ...first, remainingSeconds: 58 }, left: 50 },
    { name: 'takes the smaller number of the same deadline', room: { ...first, remainingSeconds: 49 }, left: 49 },
  ])('$name', ({ room, left }) => {
    const { clock, pass } = open();
    pass(10);
    clock.follow(room);
    expect(clock.remainingSeconds()).toBeCloseTo(left);
  });

  it('is not moved back by a receipt of an answer that was sent before the time was given', () => {
    const { clock, pass } = open();
    const askedAt = clock.mark();
    pass(10);
    clock.follow({ ...longer, remainingSeconds: 350 });
    clock.sync(49, askedAt);
    expect(clock.remainingSeconds()).toBeCloseTo(350);
    pass(1);
    clock.sync(348, clock.mark());
    expect(clock.remainingSeconds()).toBeCloseTo(348);
  });
});
