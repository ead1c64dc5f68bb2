import { expect, it, jest } from '@jest/globals';
import { createPings } from './pings.ts';

it('a pong answers the ping that was sent first, also one that nobody waits for any more', async () => {
  jest.useFakeTimers();
  try {
    const sent: unknown[] = [];
    const pings = createPings((message) => sent.push(message));
    const first = pings.ping(undefined, 100);
    const second = pings.ping({ authorization: 'a' }, 1_000);
    jest.advanceTimersByTime(100);
    expect(await first).toBe(false);
    pings.answered();
    const third = pings.ping(undefined, 5_000);
    pings.answered();
    expect(await second).toBe(true);
    pings.dispose();
    expect(await third).toBe(false);
    expect(sent).toEqual([{ type: 'ping' }, { type: 'ping', payload: { authorization: 'a' } }, { type: 'ping' }]);
  } finally {
    jest.useRealTimers();
  }
});
