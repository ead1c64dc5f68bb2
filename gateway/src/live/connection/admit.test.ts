import { describe, expect, it } from '@jest/globals';
import { createLogger, systemClock } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import { noRateLimits } from '../../operation/rate-limits.ts';
import type { Authenticator } from '../../viewer/authenticate.ts';
import { viewerErrors } from '../../viewer/viewer.errors.ts';
import type { Carrier } from '../engine/carrier.ts';
import { createAdmission } from './admit.ts';
import { createChannels } from './channels.ts';

const logger = createLogger('test', { level: 'silent', format: 'json' });
const bounds = {
  connectionsPerAddressMax: 0,
  connectionsPerViewerMax: 2,
  subscriptionsPerViewerMax: 0,
  initTimeoutMs: 60_000,
  pingMs: 60_000,
  bufferBytesMax: 1_000,
  slowMs: 60_000,
};
const silent = { onOpened() {}, onClosed() {}, onSubscribed() {}, onUnsubscribed() {} };
const output = { sink: { write() {}, writableLength: 0 }, onceDrained() {} };

async function admitByKey() {
  let answer: Awaited<ReturnType<Authenticator['authenticate']>> | Error = {
    viewer: { kind: 'USER', id: 'ada', roles: [], via: 'api-key:k1' },
    scopes: [],
  };
  let asked = 0;
  const authenticate = async () => {
    asked += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const channels = createChannels(bounds, silent, systemClock, 5);
  const admission = createAdmission({
    channels,
    authenticator: { authenticate, authenticateCookie: authenticate },
    rateLimiter: noRateLimits,
    logger,
    onRenewed() {},
  });
  const closed: string[] = [];
  const carrier: Carrier = {
    name: 'WS',
    frame: (id) => ({ bytes: Buffer.alloc(0), idAt: -1, id, isHeld: false }),
    complete() {},
    ping() {},
    close: (_channel, reason) => void closed.push(reason),
    cut() {},
  };
  const open = async () => {
    const channel = channels.open(carrier, output, '127.0.0.1');
    if (!channel) throw new Error('refused');
    await admission.admit(channel, { apiKey: 'k' });
    return channel;
  };
  return {
    open,
    renew: admission.renew,
    closed,
    channels,
    asked: () => asked,
    answerWith(next: Error) {
      answer = next;
    },
    [Symbol.dispose]: () => channels[Symbol.dispose](),
  };
}

describe('a socket that was opened with an API key', () => {
  it('is closed some time after the key was revoked', async () => {
    using door = await admitByKey();
    await door.open();
    await waitFor('two looks', () => door.asked() > 2);
    expect(door.closed).toEqual([]);
    door.answerWith(viewerErrors.make('API_KEY_INVALID'));
    await waitFor('the close', () => door.closed.length > 0);
    expect(door.closed).toEqual(['TOKEN_INVALID']);
  });

  it('stays while keys cannot be looked up, and is looked at no more once it has gone', async () => {
    using door = await admitByKey();
    const channel = await door.open();
    door.answerWith(viewerErrors.make('AUTHENTICATION_UNAVAILABLE'));
    const before = door.asked();
    await waitFor('two looks', () => door.asked() > before + 2);
    expect(door.closed).toEqual([]);
    door.channels.gone(channel, 'CLIENT');
    const after = door.asked();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(door.asked()).toBeLessThanOrEqual(after + 1);
  });
});

describe('a viewer', () => {
  it('has no more connections than allowed, and another one when one has gone', async () => {
    using door = await admitByKey();
    const [first] = [await door.open(), await door.open(), await door.open()];
    expect(door.closed).toEqual(['CONNECTIONS_TOO_MANY']);
    if (first) door.channels.gone(first, 'CLIENT');
    await door.open();
    expect(door.closed).toHaveLength(1);
  });
});

describe('a renewal', () => {
  it('is looked at one at a time, and of those that came meanwhile the newest, however many are sent at once', async () => {
    using door = await admitByKey();
    const channel = await door.open();
    const before = door.asked();
    await Promise.all(Array.from({ length: 1_000 }, (_, at) => door.renew(channel, { authorization: `Bearer ${at}` })));
    expect(door.asked() - before).toBe(2);
    await door.renew(channel, { authorization: 'Bearer later' });
    expect(door.asked() - before).toBe(3);
    expect(door.closed).toEqual([]);
  });
});
