import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { LecternRequestError } from '../errors.ts';
import type { IncidentInput } from '../generated/operations.ts';
import { createPresence } from './presence.ts';

const environment = { now: () => performance.now(), date: Date.now, random: () => 0.5 };

function open(fail: () => unknown = () => null) {
  const told: (readonly IncidentInput[])[] = [];
  const presence = createPresence({
    environment,
    everyMs: 20,
    incidentMs: 4,
    async report(incidents) {
      const failure = fail();
      if (failure) throw failure;
      told.push(incidents);
    },
  });
  return { told, presence, [Symbol.dispose]: presence.stop };
}

describe('presence', () => {
  it('says again and again that the learner is there', async () => {
    using room = open();
    room.presence.start();
    await waitFor('three reports', () => room.told.length >= 3);
    expect(room.told.flat()).toEqual([]);
  });

  it('tells what happened together, twenty at once, each once and with its time', async () => {
    using room = open();
    room.presence.note('FOCUS_LOST', performance.now() - 5_000);
    for (let count = 1; count < 33; count += 1) room.presence.note('PASTED');
    room.presence.start();
    await waitFor('all of it', () => room.told.flat().length >= 33);
    expect(room.told.map(({ length }) => length).filter((length) => length > 0)).toEqual([20, 13]);
    expect(room.told[0]?.[0]?.secondsAgo).toBeGreaterThanOrEqual(5);
  });

  it('keeps what could not be told, and tells it when the line is back', async () => {
    let isDown = true;
    let failures = 0;
    using room = open(() => {
      if (isDown) failures += 1;
      return isDown && new TypeError('cut');
    });
    room.presence.note('FULLSCREEN_LEFT');
    room.presence.start();
    await waitFor('two failures', () => failures >= 2);
    isDown = false;
    await waitFor('the incident', () => room.told.flat().length > 0);
    expect(room.told.flat().map(({ kind }) => kind)).toEqual(['FULLSCREEN_LEFT']);
  });

  it('falls silent when the attempt has ended', async () => {
    let asked = 0;
    using room = open(() => {
      asked += 1;
      return new LecternRequestError({ code: 'ATTEMPT_ENDED', message: 'It has ended.' });
    });
    room.presence.start();
    await waitFor('the refusal', () => asked === 1);
    room.presence.note('FOCUS_LOST');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(asked).toBe(1);
  });
});
