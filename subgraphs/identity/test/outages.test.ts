import { describe, expect, it } from '@jest/globals';
import { serviceViewer, startRedisServer, waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { startTestIdentity } from './_identity.ts';

describe('when the database cannot be asked', () => {
  it('a session is neither confirmed nor denied, and its cookies stay', async () => {
    await using identity = await startTestIdentity();
    const user = await identity.makeUser('waiting@example.org');
    const browser = identity.browser();
    await browser.signIn(user.email);
    await browser.token();
    await identity.sql('alter table identity.sessions rename to sessions_away');
    expect(await browser.request('/token')).toMatchObject({ status: 503, body: { code: 'AUTH_UNAVAILABLE' } });
    expect(browser.cookies.has('lectern_access')).toBe(true);
    const failed = await browser.signIn(user.email);
    expect(failed).toMatchObject({ status: 500, body: { code: 'INTERNAL_SERVER_ERROR' } });
    await identity.sql('alter table identity.sessions_away rename to sessions');
    expect(await browser.token()).toBeTruthy();
  });
});

describe('when the keys cannot be read', () => {
  it('an API key is not called invalid', async () => {
    await using identity = await startTestIdentity();
    const user = await identity.makeUser('keys@example.org');
    const made = await identity.graph(user.viewer, 'mutation { createApiKey(input: { name: "x" }) { secret } }');
    const verify = () =>
      identity.graph(serviceViewer('gateway'), 'query ($key: String!) { verifyApiKey(key: $key) { userId } }', {
        key: made.data.createApiKey.secret,
      });
    await identity.sql('alter table identity.api_keys rename to api_keys_away');
    expect((await verify()).errors).toHaveLength(1);
    await identity.sql('alter table identity.api_keys_away rename to api_keys');
    expect((await verify()).data.verifyApiKey).toEqual({ userId: user.id });
  });
});

describe('when Redis is away', () => {
  it('people sign in all the same, guessing is still limited, and the service says it is not ready', async () => {
    await using stack = new AsyncDisposableStack();
    const redis = stack.use(await startRedisServer());
    const env = { IDENTITY_REDIS_URL: redis.url, IDENTITY_SIGN_IN_FAILURES_PER_ACCOUNT: '2' };
    const identity = stack.use(await startTestIdentity(env));
    const user = await identity.makeUser('redis@example.org');
    const ready = async () => (await fetch(new URL('/readyz', identity.url))).status;
    await waitFor('identity to be ready', async () => (await ready()) === 200);
    await redis[Symbol.asyncDispose]();
    const browser = identity.browser();
    expect((await browser.signIn(user.email)).status).toBe(200);
    await browser.signIn(user.email, 'guess number one');
    await browser.signIn(user.email, 'guess number two');
    expect((await browser.signIn(user.email)).status).toBe(429);
    expect(await ready()).toBe(503);
  });
});

describe('what the gateways are told', () => {
  it('arrives on the stream', async () => {
    await using identity = await startTestIdentity();
    const user = await identity.makeUser('told@example.org');
    const browser = identity.browser();
    await browser.signIn(user.email);
    await browser.request('/sign-out', { body: {} });
    const redis = new Redis(identity.redis.url);
    try {
      const key = `${identity.redis.prefix}stream:identity.events`;
      const entries = await waitFor('the event', async () => {
        const found = await redis.xrange(key, '-', '+');
        return found.length > 0 && found;
      });
      expect(JSON.stringify(entries)).toContain('identity.user.sessions-ended.v1');
      expect(JSON.stringify(entries)).toContain(user.id);
    } finally {
      redis.disconnect();
    }
  });
});
