import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, codesOf, startTestGateway, type TestGateway } from './_gateway.ts';
import { goodApiKey } from './_solar-system.ts';

describe('who is asking', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());

  const query = '{ whoAsks }';
  const askAs = (headers: Record<string, string>) => gateway.post({ query }, headers);

  it('is nobody without credentials', async () => {
    expect((await askAs({})).body).toEqual({ data: { whoAsks: 'nobody' } });
  });

  it('is the subject of a token, with its roles', async () => {
    const token = await gateway.solarSystem.token({ sub: 'ada', roles: ['ADMIN', 'LEARNER'] });
    expect((await askAs(bearer(token))).body).toEqual({ data: { whoAsks: 'ada (ADMIN LEARNER)' } });
  });

  it('is the owner of an API key, looked up once', async () => {
    const before = gateway.solarSystem.asked.accounts ?? 0;
    for (let round = 0; round < 3; round += 1) {
      expect((await askAs({ 'x-api-key': goodApiKey })).body).toEqual({ data: { whoAsks: 'ada (ADMIN)' } });
    }
    expect(gateway.solarSystem.asked.accounts).toBe(before + 1);
  });

  it('fetches the keys once for many tokens', async () => {
    const tokens = await Promise.all(['a', 'b', 'c', 'd'].map((sub) => gateway.solarSystem.token({ sub })));
    await Promise.all(tokens.map((token) => askAs(bearer(token))));
    expect(gateway.solarSystem.asked.keys).toBe(1);
  });

  const refused: readonly (readonly [string, () => Promise<Record<string, string>>, string])[] = [
    [
      'an expired token',
      async () => bearer(await gateway.solarSystem.token({ sub: 'a', expiresIn: -60 })),
      'TOKEN_EXPIRED',
    ],
    [
      'a token of another issuer',
      async () => bearer(await gateway.solarSystem.token({ sub: 'a', issuer: 'http://evil.test' })),
      'TOKEN_INVALID',
    ],
    [
      'a token for another audience',
      async () => bearer(await gateway.solarSystem.token({ sub: 'a', audience: 'shop' })),
      'TOKEN_INVALID',
    ],
    ['a forged token', async () => bearer(await gateway.solarSystem.forgedToken('a')), 'TOKEN_INVALID'],
    ['an unsigned token', async () => bearer(`${btoa('{"alg":"none"}')}.${btoa('{"sub":"a"}')}.`), 'TOKEN_INVALID'],
    ['something else than a token', async () => bearer('gibberish'), 'TOKEN_INVALID'],
    ['another scheme', async () => ({ authorization: 'Basic YTpi' }), 'TOKEN_INVALID'],
    ['an unknown API key', async () => ({ 'x-api-key': 'guess' }), 'API_KEY_INVALID'],
  ];
  it.each(refused)('refuses %s', async (_name, headers, code) => {
    const answer = await askAs(await headers());
    expect(answer.status).toBe(401);
    expect(codesOf(answer.body)).toEqual([code]);
    expect(answer.body.data).toBeUndefined();
  });

  it('does not take the cookie for operations', async () => {
    const token = await gateway.solarSystem.token({ sub: 'ada' });
    expect((await askAs({ cookie: `lectern_access=${token}` })).body).toEqual({ data: { whoAsks: 'nobody' } });
  });
});

describe('rotated keys', () => {
  it('are fetched when a token names one that is not known', async () => {
    await using gateway = await startTestGateway();
    const first = await gateway.solarSystem.token({ sub: 'ada' });
    // The cool-down counts from the first fetch, so the gateway has not fetched when the keys rotate.
    await gateway.solarSystem.rotateKeys();
    const second = await gateway.solarSystem.token({ sub: 'ada' });
    expect((await gateway.ask('{ whoAsks }', {}, second)).data).toEqual({ whoAsks: 'ada (LEARNER)' });
    expect(codesOf(await gateway.ask('{ whoAsks }', {}, first))).toEqual(['TOKEN_INVALID']);
  });
});
