import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { bearer, codesOf } from './_gateway.ts';
import { type LivePlanets, startLivePlanets, watchEarth } from './_live-planets.ts';
import { rawConnection } from './_raw-connection.ts';
import { multipart, type RawStream, rawStream, type StreamRequest, sse } from './_stream.ts';

type Told = {
  readonly payload?: { readonly data?: { readonly planetChanged: { readonly mass: number; readonly name?: string } } };
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
};

const forms = [
  {
    form: 'SSE',
    headers: sse,
    async next(stream: RawStream): Promise<Told> {
      const { event, data, comments } = await stream.nextEvent();
      if (event === undefined) return { errors: [{ extensions: { code: comments[0] } }] };
      return { payload: JSON.parse(data ?? '') };
    },
  },
  {
    form: 'MULTIPART',
    headers: multipart,
    async next(stream: RawStream): Promise<Told> {
      for (;;) {
        const part = await stream.nextPart();
        if (typeof part === 'object' && part !== null && 'payload' in part) return part as Told;
      }
    },
  },
] as const;

describe.each(forms)('a stream of $form', ({ form, headers, next }) => {
  let planets: LivePlanets;
  beforeAll(async () => {
    planets = await startLivePlanets({ GATEWAY_LIVE_SLOW_MS: '300' });
  });
  afterAll(async () => planets[Symbol.asyncDispose]());

  const open = (more: Partial<StreamRequest> = {}, url = planets.url) =>
    rawStream(url, { payload: watchEarth, ...more, headers: { ...headers, ...more.headers } });
  const token = (sub: string, expiresIn = 600) => planets.gateway.solarSystem.token({ sub, expiresIn });
  const codeOf = async (stream: RawStream) => codesOf(JSON.parse(await stream.rest()))[0];
  const metric = async (pattern: RegExp) =>
    Number(pattern.exec(await (await fetch(`${planets.url}/metrics`)).text())?.[1]);

  async function signOut(sub: string): Promise<void> {
    const { url, prefix } = planets.gateway.redis;
    const redis = new Redis(url);
    const payload = JSON.stringify({ userId: sub, sessionId: `session-of-${sub}` });
    await redis.xadd(
      `${prefix}stream:identity.events`,
      '*',
      'type',
      'identity.user.sessions-ended.v1',
      'payload',
      payload,
    );
    redis.disconnect();
  }

  it('shares its bytes with all others that are told the same, and one run', async () => {
    const runs = () => metric(/^lectern_gateway_live_runs_total\S* (\d+)/m);
    const request = JSON.stringify(watchEarth);
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: ${headers.accept}\r\ncontent-type: application/json\r\ncontent-length: ${request.length}\r\n\r\n`;
    await using one = await rawConnection(planets.url);
    await using other = await rawConnection(planets.url);
    for (const connection of [one, other]) {
      connection.write(`${head}${request}`);
      await connection.reads(/"snapshot":true/);
    }
    const before = await runs();
    const mass = await planets.changed();
    const texts = await Promise.all(
      [one, other].map((connection) => connection.reads(new RegExp(`"mass":${mass}[\\s\\S]*\r\n$`))),
    );
    expect(texts[0]).toMatch(/^[0-9a-f]+\r\n/);
    expect(texts[1]).toBe(texts[0]);
    expect(await runs()).toBe(before + 1);
  });

  it('is counted by its transport while it is open', async () => {
    await planets.holds(0, 0);
    await using stream = await open();
    await next(stream);
    expect(await metric(new RegExp(`^lectern_gateway_sockets\\{[^}]*transport="${form}"[^}]*\\} (\\d+)`, 'm'))).toBe(1);
  });

  it('over HTTP/1.0 has a body without chunks, which ends with the connection', async () => {
    await using connection = await rawConnection(planets.url);
    const query = encodeURIComponent(watchEarth.query);
    connection.write(`GET /graphql?query=${query} HTTP/1.0\r\naccept: ${headers.accept}\r\n\r\n`);
    const head = await connection.reads(/\r\n\r\n/);
    expect(head).not.toMatch(/transfer-encoding/i);
    expect(head).toMatch(/connection: close/i);
    await connection.reads(/"snapshot":true/);
    const mass = await planets.changed();
    expect(await connection.reads(new RegExp(`"mass":${mass}`))).not.toMatch(/^[0-9a-f]+\r\n/);
  });

  it('waits for its turn behind a request on the same connection', async () => {
    await using connection = await rawConnection(planets.url);
    const get = (query: string, accept: string) =>
      `GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\nhost: x\r\naccept: ${accept}\r\napollo-require-preflight: 1\r\n\r\n`;
    connection.write(get('{ slow(ms: 200) }', 'application/json') + get(watchEarth.query, headers.accept));
    const text = await connection.reads(/"snapshot":true/);
    expect(text.indexOf('"slow":"done"')).toBeGreaterThan(0);
    expect(text.indexOf('"slow":"done"')).toBeLessThan(text.indexOf('"snapshot":true'));
  });

  it('lets only one wait for its turn on a connection', async () => {
    await planets.holds(0, 0);
    await using connection = await rawConnection(planets.url);
    const query = encodeURIComponent(watchEarth.query);
    const get = `GET /graphql?query=${query} HTTP/1.1\r\nhost: x\r\naccept: ${headers.accept}\r\n\r\n`;
    connection.write(get.repeat(50));
    await connection.reads(/"snapshot":true/);
    await planets.holds(1, 1);
    await planets.changed();
    await connection.reads(/"mass":/);
  });

  it('leaves its connection to the next request when all is said', async () => {
    await planets.holds(0, 0);
    await using connection = await rawConnection(planets.url);
    const get = `GET /graphql?query=%7BwhoAsks%7D HTTP/1.1\r\nhost: x\r\naccept: ${headers.accept.split(',')[0]}\r\n\r\n`;
    for (let round = 0; round < 2; round += 1) {
      connection.write(get);
      expect(await connection.reads(/\r\n0\r\n\r\n$/)).toContain('{"data":{"whoAsks":"nobody"}}');
      await planets.holds(0, 0);
    }
  });

  it.each([
    ['forged', async () => bearer(await planets.gateway.solarSystem.forgedToken('ada')), 'TOKEN_INVALID'],
    ['expired', async () => bearer(await token('ada', -60)), 'TOKEN_EXPIRED'],
    ['unknown as a key', async () => ({ 'x-api-key': 'no such key' }), 'API_KEY_INVALID'],
  ])('does not begin with a credential that is %s', async (_, credential, code) => {
    await using stream = await open({ headers: await credential() });
    expect([stream.status, await codeOf(stream)]).toEqual([401, code]);
    await planets.holds(0, 0);
  });

  it('is for the viewer of its token', async () => {
    const payload = { query: 'subscription { myOrbit(planetId: "earth") { owner } }' };
    await using stream = await open({ payload, headers: bearer(await token('ada')) });
    expect(await next(stream)).toMatchObject({ payload: { data: { myOrbit: { owner: 'ada of earth' } } } });
    await using nobodys = await open({ payload });
    expect(codesOf((await next(nobodys)).payload as object)).toEqual(['SUBSCRIPTION_REFUSED']);
  });

  it.each([{ origin: 'http://evil.test' }, { 'sec-fetch-site': 'cross-site' }])(
    'is refused to pages elsewhere: %o',
    async (from) => {
      await using stream = await open({ method: 'GET', headers: { ...from } });
      expect([stream.status, await codeOf(stream)]).toEqual([403, 'ORIGIN_REFUSED']);
    },
  );

  it('may be read by pages of an allowed origin', async () => {
    await using stream = await open({ headers: { origin: 'http://lectern.test' } });
    expect([stream.status, stream.headers['access-control-allow-origin']]).toEqual([200, 'http://lectern.test']);
  });

  it('ends when its token does, with the reason, and goes on with another token', async () => {
    const stream = await open({ headers: bearer(await token('zoe', -3)) });
    await next(stream);
    expect(await next(stream)).toMatchObject({ errors: [{ extensions: { code: 'TOKEN_EXPIRED' } }] });
    await expect(stream.rest()).resolves.not.toContain('complete');
    await planets.holds(0, 0);
    await using after = await open({ headers: bearer(await token('zoe')) });
    expect(await next(after)).toMatchObject({ payload: { data: expect.anything() } });
  });

  it('ends when the viewer signs out', async () => {
    await using stream = await open({ headers: bearer(await token('eve')) });
    await next(stream);
    await signOut('eve');
    expect(await next(stream)).toMatchObject({ errors: [{ extensions: { code: 'SESSIONS_ENDED' } }] });
    await stream.rest();
  });

  it('does not begin for a viewer who signed out while the request was still coming', async () => {
    const request = JSON.stringify(watchEarth);
    await using connection = await rawConnection(planets.url);
    const { authorization } = bearer(await token('kim'));
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\naccept: ${headers.accept}\r\ncontent-type: application/json\r\nauthorization: ${authorization}\r\ncontent-length: ${request.length}\r\n\r\n`;
    await using before = await open({ headers: bearer(await token('kim')) });
    await next(before);
    connection.write(head);
    await connection.reads(/100 Continue/);
    await signOut('kim');
    expect(await next(before)).toMatchObject({ errors: [{ extensions: { code: 'SESSIONS_ENDED' } }] });
    connection.write(request);
    expect(await connection.reads(/TOKEN_EXPIRED/)).toMatch(/^HTTP\/1.1 401/);
  });

  it('is noticed to be gone when its client is killed', async () => {
    await planets.holds(0, 0);
    const streams = await Promise.all(Array.from({ length: 5 }, () => open()));
    for (const stream of streams) await next(stream);
    await planets.holds(5, 5);
    for (const stream of streams) stream.cut();
    await planets.holds(0, 0);
  });

  it('is cut when its client never reads, who delays nobody', async () => {
    await planets.holds(0, 0);
    const { solarSystem } = planets.gateway;
    solarSystem.planets.set('saturn', { id: 'saturn', name: 'x'.repeat(400_000), mass: 1 });
    const payload = { query: 'subscription { planetChanged(id: "saturn") { name mass } }' };
    await using slow = await open({ payload });
    await using other = await open({ payload });
    await next(slow);
    await next(other);
    slow.pause();
    const closes = () => metric(/^lectern_gateway_sockets_closed_total\{[^}]*reason="SLOW_CONSUMER"[^}]*\} (\d+)/m);
    await waitFor('the slow one to be cut', async () => {
      const mass = await planets.changed('saturn');
      expect(await next(other)).toMatchObject({ payload: { data: { planetChanged: { mass } } } });
      return (await closes()) > 0;
    });
    await planets.holds(1, 1);
    slow.resume();
    expect(await slow.over).toBe('CUT');
  });
});

describe.each(forms)('limits of streams of $form', ({ headers, next }) => {
  let planets: LivePlanets;
  beforeAll(async () => {
    planets = await startLivePlanets({
      GATEWAY_CONNECTIONS_PER_ADDRESS_MAX: '3',
      GATEWAY_CONNECTIONS_PER_VIEWER_MAX: '2',
    });
  });
  afterAll(async () => planets[Symbol.asyncDispose]());

  async function open(count: number, token?: string): Promise<readonly RawStream[]> {
    const asked = { payload: watchEarth, headers: { ...headers, ...(token === undefined ? {} : bearer(token)) } };
    const streams: RawStream[] = [];
    for (let opened = 0; opened < count; opened += 1) streams.push(await rawStream(planets.url, asked));
    return streams;
  }

  it('bound the connections of a viewer, and let go of them', async () => {
    const token = await planets.gateway.solarSystem.token({ sub: 'ada' });
    for (let round = 0; round < 2; round += 1) {
      const streams = await open(3, token);
      expect(streams.map(({ status }) => status)).toEqual([200, 200, 429]);
      const refused = streams[2];
      expect(codesOf(JSON.parse((await refused?.rest()) ?? ''))).toEqual(['CONNECTIONS_TOO_MANY']);
      expect(Number(refused?.headers['retry-after'])).toBeGreaterThanOrEqual(10);
      for (const stream of streams) stream.cut();
      await planets.holds(0, 0);
    }
  });

  it('bound the connections of an address, and let go of them', async () => {
    for (let round = 0; round < 2; round += 1) {
      const streams = await open(4);
      expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      for (const stream of streams) stream.cut();
      await planets.holds(0, 0);
    }
  });

  it('bound the subscriptions of a viewer over all connections, and let go of them', async () => {
    await using strict = await startLivePlanets({ GATEWAY_SUBSCRIPTIONS_PER_VIEWER_MAX: '1' });
    for (let round = 0; round < 2; round += 1) {
      await using first = await rawStream(strict.url, { payload: watchEarth, headers });
      await next(first);
      await using second = await rawStream(strict.url, { payload: watchEarth, headers });
      expect(codesOf((await next(second)).payload as object)).toEqual(['SUBSCRIPTIONS_TOO_MANY']);
      await second.rest();
      await strict.holds(1, 1);
      first.cut();
      await strict.holds(0, 0);
    }
  });
});

describe('the cookie with a token', () => {
  let planets: LivePlanets;
  let cookie = '';
  beforeAll(async () => {
    planets = await startLivePlanets();
    cookie = `other=1; lectern_access=${await planets.gateway.solarSystem.token({ sub: 'ada' })}`;
  });
  afterAll(async () => planets[Symbol.asyncDispose]());
  const payload = { query: '{ whoAsks }' };

  it('counts for the GET of an EventSource, which can add no header', async () => {
    await using stream = await rawStream(planets.url, { method: 'GET', payload, headers: { ...sse, cookie } });
    expect((await stream.nextEvent()).data).toBe('{"data":{"whoAsks":"ada (LEARNER)"}}');
  });

  it('that is no good keeps the stream from beginning', async () => {
    const forged = `lectern_access=${await planets.gateway.solarSystem.forgedToken('ada')}`;
    await using stream = await rawStream(planets.url, { method: 'GET', payload, headers: { ...sse, cookie: forged } });
    expect([stream.status, codesOf(JSON.parse(await stream.rest()))]).toEqual([401, ['TOKEN_INVALID']]);
  });

  it('counts for nothing that a page could send in any other way', async () => {
    await using stream = await rawStream(planets.url, { payload, headers: { ...sse, cookie } });
    expect((await stream.nextEvent()).data).toBe('{"data":{"whoAsks":"nobody"}}');
    const { body } = await planets.gateway.post(payload, { cookie });
    expect(body.data).toEqual({ whoAsks: 'nobody' });
    const headers = { ...sse, cookie, 'sec-fetch-site': 'cross-site' };
    await using elsewhere = await rawStream(planets.url, { method: 'GET', payload, headers });
    expect(elsewhere.status).toBe(403);
  });
});

describe.each(forms)('a gateway that stops', ({ form, headers, next }) => {
  it(`tells streams of ${form} to come back, ends them whole, and opens no others`, async () => {
    await using planets = await startLivePlanets({ GATEWAY_DRAIN_MS: '3000' });
    const open = () => rawStream(planets.url, { payload: watchEarth, headers });
    const streams = await Promise.all(Array.from({ length: 4 }, open));
    for (const stream of streams) await next(stream);
    const stopped = planets.gateway.stop();
    const goingAway = { errors: [{ extensions: { code: 'GOING_AWAY' } }] };
    const goodbyes = streams.map(next);
    await Promise.race(goodbyes);
    await using late = await open();
    // An EventSource never comes back after another status.
    if (form === 'SSE') expect(await next(late)).toMatchObject(goingAway);
    else expect([late.status, codesOf(JSON.parse(await late.rest()))]).toEqual([503, ['LIVE_UNAVAILABLE']]);
    for (const goodbye of goodbyes) expect(await goodbye).toMatchObject(goingAway);
    for (const stream of streams) expect(await stream.over).toBe('ENDED');
    await stopped;
    await expect(open()).rejects.toThrow();
  });
});
