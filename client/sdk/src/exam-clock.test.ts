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
