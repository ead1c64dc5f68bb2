import { describe, expect, it } from '@jest/globals';
import { startRedisServer, waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { bearer, codesOf, startTestGateway, type TestGateway } from './_gateway.ts';
import { goodApiKey } from './_solar-system.ts';

const query = '{ whoAsks }';
const three = '{ a: whoAsks b: whoAsks c: whoAsks }';

/** It stands still, so that no window ends in the middle. */
const clock = { now: () => startedAt };
const startedAt = Date.now();

async function startCounting(env: Record<string, string>): Promise<TestGateway> {
  const gateway = await startTestGateway(env, { overrides: { clock } });
  await waitFor('the gateway to reach Redis', async () => (await fetch(`${gateway.url}/readyz`)).ok);
  return gateway;
}

describe('rate limits', () => {
  it('count root fields per viewer, and say when to come back', async () => {
    await using gateway = await startCounting({ GATEWAY_RATE_PER_VIEWER: '4' });
    const ada = bearer(await gateway.solarSystem.token({ sub: 'ada' }));
    const bob = bearer(await gateway.solarSystem.token({ sub: 'bob' }));
    expect((await gateway.post({ query: three }, ada)).status).toBe(200);
    expect((await gateway.post({ query }, ada)).status).toBe(200);
    const refused = await gateway.post({ query }, ada);
    expect(refused.status).toBe(429);
    expect(codesOf(refused.body)).toEqual(['RATE_LIMITED']);
    const waitMs = Number(refused.body.errors?.[0]?.extensions.retryAfterMs);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    expect(Number(refused.headers.get('retry-after'))).toBe(Math.ceil(waitMs / 1_000));
    expect((await gateway.post({ query }, bob)).status).toBe(200);
  });

  it('count API keys and the anonymous of one address by themselves', async () => {
    await using gateway = await startCounting({ GATEWAY_RATE_PER_API_KEY: '1', GATEWAY_RATE_PER_ADDRESS: '1' });
    const key = { 'x-api-key': goodApiKey };
    expect((await gateway.post({ query }, key)).status).toBe(200);
    expect((await gateway.post({ query }, key)).status).toBe(429);
    expect((await gateway.post({ query })).status).toBe(200);
    expect((await gateway.post({ query })).status).toBe(429);
    const ada = bearer(await gateway.solarSystem.token({ sub: 'ada' }));
    expect((await gateway.post({ query }, ada)).status).toBe(200);
  });

  it('believe an address only of a trusted proxy', async () => {
    await using trusting = await startCounting({
      GATEWAY_RATE_PER_ADDRESS: '1',
      GATEWAY_TRUSTED_PROXIES: 'loopback',
    });
    await using wary = await startCounting({ GATEWAY_RATE_PER_ADDRESS: '1' });
    const statuses = async (gateway: typeof wary) => {
      const from = (address: string) => gateway.post({ query }, { 'x-forwarded-for': address });
      return [(await from('192.0.2.1')).status, (await from('192.0.2.2')).status, (await from('192.0.2.1')).status];
    };
    expect(await statuses(trusting)).toEqual([200, 200, 429]);
    expect(await statuses(wary)).toEqual([200, 429, 429]);
  });

  it('count guesses at credentials against their address', async () => {
    await using gateway = await startCounting({ GATEWAY_RATE_PER_ADDRESS: '2' });
    const statuses: number[] = [];
    for (let guess = 0; guess < 4; guess += 1) {
      statuses.push((await gateway.post({ query }, { 'x-api-key': `guess-${guess}` })).status);
    }
    expect(statuses).toEqual([401, 401, 429, 429]);
  });

  it('are shared by gateways', async () => {
    await using first = await startCounting({ GATEWAY_RATE_PER_ADDRESS: '5' });
    const { url, prefix } = first.redis;
    await using second = await startCounting({
      GATEWAY_RATE_PER_ADDRESS: '5',
      GATEWAY_REDIS_URL: url,
      LECTERN_REDIS_PREFIX: prefix,
    });
    expect((await first.post({ query: three })).status).toBe(200);
    const redis = new Redis(url);
    const toldOf = async (count: string) => {
      const [key = ''] = await redis.keys(`${prefix}gateway:rate:address:*`);
      return (await redis.hvals(key)).includes(count);
    };
    await waitFor('the first to have told', () => toldOf('3'));
    expect((await second.post({ query })).status).toBe(200);
    await waitFor('the second to have told', () => toldOf('4'));
    redis.disconnect();
    expect((await second.post({ query: three })).status).toBe(429);
    expect((await first.post({ query })).status).toBe(200);
  });

  it('count in memory while Redis is away', async () => {
    await using redis = await startRedisServer();
    await using gateway = await startCounting({ GATEWAY_REDIS_URL: redis.url, GATEWAY_RATE_PER_ADDRESS: '3' });
    expect((await gateway.post({ query })).status).toBe(200);
    await redis.kill();
    const statuses: number[] = [];
    for (let round = 0; round < 4; round += 1) statuses.push((await gateway.post({ query })).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
  });
});
