import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { onWake } from './wake.ts';

const clocks = { now: 0, date: 0 };
const environment = { now: () => clocks.now, date: () => clocks.date };

/** Lets time go by; in sleep only the calendar goes on, and no timer fires. */
function pass(ms: number): void {
  clocks.now += ms;
  clocks.date += ms;
  jest.advanceTimersByTime(ms);
}
function sleep(ms: number): void {
  clocks.date += ms;
}

const page = new EventTarget();
const shown = Object.assign(new EventTarget(), { visibilityState: 'visible' });
let wokenCount = 0;
let stop = () => {};
beforeEach(() => {
  jest.useFakeTimers();
  // What a browser has and Node has not.
  Object.assign(globalThis, {
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
    document: shown,
  });
  wokenCount = 0;
  stop = onWake(environment, () => {
    wokenCount += 1;
  });
});
afterEach(() => {
  stop();
  for (const name of ['addEventListener', 'removeEventListener', 'document']) Reflect.deleteProperty(globalThis, name);
  jest.useRealTimers();
});

describe('waking', () => {
  it('is not seen while time goes by as usual', () => {
    for (let second = 0; second < 120; second += 1) pass(1_000);
    expect(wokenCount).toBe(0);
  });

  it('is seen by a jump of time, once', () => {
    pass(7_000);
    sleep(60_000);
    pass(10_000);
    expect(wokenCount).toBe(1);
  });

  it.each(['online', 'offline', 'pageshow'])('is believed of the event %s', (type) => {
    page.dispatchEvent(new Event(type));
    expect(wokenCount).toBe(1);
  });

  it('is seen when the page is looked at again, not when it is left', () => {
    shown.visibilityState = 'hidden';
    shown.dispatchEvent(new Event('visibilitychange'));
    shown.visibilityState = 'visible';
    shown.dispatchEvent(new Event('visibilitychange'));
    expect(wokenCount).toBe(1);
  });

  it('is of no interest once nobody listens', () => {
    stop();
    page.dispatchEvent(new Event('online'));
    sleep(60_000);
    pass(10_000);
    expect(wokenCount).toBe(0);
  });
});
