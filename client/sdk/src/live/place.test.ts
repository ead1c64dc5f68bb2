import { describe, expect, it } from '@jest/globals';
import { readMarks } from './live-marks.ts';
import { createPlace } from './place.ts';

const at = (offset: number) => ({ epoch: 'e', offset });
const event = (extensions: Readonly<Record<string, unknown>>) => readMarks({ data: {}, extensions });

/** A place at offset 1, and the device's two clocks. */
function open() {
  const clocks = { now: 1_000, date: 5_000 };
  const environment = { now: () => clocks.now, date: () => clocks.date };
  const place = createPlace(environment);
  place.take(event({ snapshot: true, position: at(1), ticket: 't' }), true);
  return { clocks, place };
}

describe('where a subscription goes on', () => {
  it('is nowhere before the first event', () => {
    expect(createPlace({ now: () => 0, date: () => 0 }).extensions()).toEqual({});
  });

  it('is the last position with the ticket of the first event', () => {
    const { place } = open();
    place.take(event({ position: at(2) }), false);
    expect(place.extensions()).toEqual({ resume: { ...at(2), ticket: 't' } });
  });

  it.each([
    { name: 'just below a minute', now: 59_999, date: 59_999, isKept: true },
    { name: 'a minute', now: 60_000, date: 60_000, isKept: false },
    { name: 'a minute of sleep, in which one clock stood still', now: 10, date: 60_000, isKept: false },
    { name: 'a minute in which the calendar was set back', now: 60_000, date: -3_600_000, isKept: false },
  ])('after $name, kept: $isKept', ({ now, date, isKept }) => {
    const { clocks, place } = open();
    place.lose({ now: clocks.now, date: clocks.date });
    clocks.now += now;
    clocks.date += date;
    // A second failure is not a second loss.
    place.lose({ now: clocks.now, date: clocks.date });
    expect('resume' in place.extensions()).toBe(isKept);
  });

  it('is known again for another minute once an event has come', () => {
    const { clocks, place } = open();
    place.lose({ ...clocks });
    clocks.now += 50_000;
    place.take(event({ resumed: true, position: at(2) }), true);
    clocks.now += 50_000;
    expect(place.extensions()).toEqual({ resume: { ...at(2), ticket: 't' } });
  });

  it('is unknown after a present state without a position: events after the former may be in it', () => {
    const { place } = open();
    place.take(event({ snapshot: true, stale: true }), true);
    expect(place.extensions()).toEqual({});
  });

  it('does not go back with an event that came twice', () => {
    const { place } = open();
    place.take(event({ position: at(3) }), false);
    expect(place.take(event({ position: at(2) }), false)).toBe(false);
    expect(place.extensions()).toMatchObject({ resume: at(3) });
  });

  it('is forgotten for another viewer', () => {
    const { place } = open();
    place.forget();
    expect(place.extensions()).toEqual({});
  });
});
