import { expect, it } from '@jest/globals';
import { nextStepSize } from './step-size.ts';

it.each([
  ['a step that took as long as it may is followed by an equal one', 500, 50, 500],
  ['twice as long: half as many', 500, 100, 250],
  ['on a stalled server no less than a quarter at once', 1_000, 60_000, 250],
  ['and never so few that committing is all there is', 100, 60_000, 100],
  ['quick: more', 500, 40, 625],
  ['very quick: no more than twice as many', 400, 0, 800],
  ['and never so many that answers wait', 1_000, 1, 1_000],
])('%s', (_name, size, tookMs, next) => {
  expect(nextStepSize(size, tookMs)).toBe(next);
});
