import { expect, it } from '@jest/globals';
import { changeSteps, endSteps, nextStepSize } from './step-size.ts';

it.each([
  ['a step that took as long as it may is followed by an equal one', changeSteps, 500, 50, 500],
  ['twice as long: half as many', changeSteps, 500, 100, 250],
  ['on a stalled server no less than a quarter at once', changeSteps, 1_000, 60_000, 250],
  ['and never so few that committing is all there is', changeSteps, 100, 60_000, 100],
  ['quick: more', changeSteps, 500, 40, 625],
  ['very quick: no more than twice as many', changeSteps, 400, 0, 800],
  ['and never so many that answers wait', changeSteps, 1_000, 1, 1_000],
  ['ending attempts: a step of the usual time is followed by an equal one', endSteps, 40, 40, 40],
  ['ending attempts: over its time, fewer', endSteps, 50, 80, 25],
  ['ending attempts: stalled, and never so few that the statements are all there is', endSteps, 50, 60_000, 20],
  ['ending attempts: quick, but never so many that answers wait', endSteps, 40, 1, 50],
])('%s', (_name, steps, size, tookMs, next) => {
  expect(nextStepSize(steps, size, tookMs)).toBe(next);
});
