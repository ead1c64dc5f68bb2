import { describe, expect, it } from '@jest/globals';
import { secondsMoved } from './use-time-moved.ts';

const at = (minute: number, isPaused = false) => ({ deadlineAt: `2026-03-01T10:${minute}:00.000Z`, isPaused });

describe('by how much a learner’s time was changed', () => {
  it.each([
    ['not at all at first', null, at(10), 0],
    ['not while the deadline stays', at(10), at(10), 0],
    ['more time', at(10), at(25), 900],
    ['less time', at(25), at(10), -900],
    ['not when it stops', at(10), at(10, true), 0],
    ['not when it goes on after a pause', at(10, true), at(15), 0],
  ])('%s', (_name, before, now, wanted) => {
    expect(secondsMoved(before, now)).toBe(wanted);
  });
});
