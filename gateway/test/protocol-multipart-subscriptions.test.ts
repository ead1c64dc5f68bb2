import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { meros } from 'meros/browser';
import { type Answer, codesOf } from './_gateway.ts';
import { type LivePlanets, startLivePlanets, watchEarth } from './_live-planets.ts';
import { rawConnection } from './_raw-connection.ts';
import { multipart, type RawStream, rawStream } from './_stream.ts';

/** Heartbeats come in between whenever it is time. */
async function nextPayload(stream: RawStream): Promise<Part> {
  for (;;) {
    const part = await stream.nextPart();
    if (typeof part === 'object' && part !== null && 'payload' in part) return part as Part;
  }
}

type Part = { readonly payload: Answer };

/** https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol */
describe('the multipart protocol for subscriptions', () => {
  let planets: LivePlanets;
  beforeAll(async () => {
    planets = await startLivePlanets({ GATEWAY_PING_MS: '200' });
  });
  afterAll(async () => planets[Symbol.asyncDispose]());
  const open = (payload: object = watchEarth, headers: Record<string, string> = {}, method = 'POST') =>
    rawStream(planets.url, { payload, method, headers: { ...multipart, ...headers } });

  it.each([
    'multipart/mixed;subscriptionSpec=1.0, application/json',
    'multipart/mixed; boundary="graphql"; subscriptionSpec="1.0", application/json',
    'application/json, multipart/mixed;subscriptionSpec=1.0',
  ])('is spoken to whoever accepts %s', async (accept) => {
    await using stream = await open(watchEarth, { accept, 'accept-encoding': 'gzip' });
    expect(stream.headers).toMatchObject({
      'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
      'transfer-encoding': 'chunked',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(stream.headers).not.toHaveProperty('content-encoding');
  });

  it('has parts of type application/json, divided by the boundary', async () => {
    await using connection = await rawConnection(planets.url);
    const query = encodeURIComponent(watchEarth.query);
    connection.write(`GET /graphql?query=${query} HTTP/1.0\r\naccept: ${multipart.accept}\r\n\r\n`);
    const text = await connection.reads(/"snapshot":true[\s\S]*--graphql$/);
    const part = /\r\n--graphql\r\ncontent-type: application\/json\r\n\r\n\{[^\r\n]*\}/g;
    expect(text.slice(text.indexOf('\r\n\r\n') + 4).replace(part, '')).toBe('\r\n--graphql');
  });

  it('begins with a heartbeat, and goes on with them: empty objects', async () => {
    await using stream = await open();
    expect(await stream.nextPart()).toBeUndefined();
    expect(await stream.nextPart()).toEqual({});
    await nextPayload(stream);
    expect(await stream.nextPart()).toEqual({});
    expect(await stream.nextPart()).toEqual({});
  });

  it('wraps each result in a payload, with its position', async () => {
    await using stream = await open();
    expect(await nextPayload(stream)).toMatchObject({ payload: { extensions: { snapshot: true } } });
    for (let round = 0; round < 3; round += 1) {
      const mass = await planets.changed();
      const { payload } = await nextPayload(stream);
      expect(payload.data).toEqual({ planetChanged: { mass } });
      expect(payload.extensions).toEqual({ position: { epoch: expect.any(String), offset: expect.any(Number) } });
    }
  });

  it.each([
    [
      'what is not valid',
      { query: 'subscription { planetChanged(id: "earth") { colour } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['what may not be seen', { query: 'subscription { planetChanged(id: "none") { mass } }' }, 'SUBSCRIPTION_REFUSED'],
  ])('tells errors of GraphQL inside of the payload, and ends with the last boundary: %s', async (_, payload, code) => {
    await using stream = await open(payload);
    expect(codesOf((await nextPayload(stream)).payload)).toEqual([code]);
    expect(await stream.rest()).toBe('--\r\n');
  });

  it('tells errors of the transport beside a payload that is null, and ends with the last boundary', async () => {
    const token = await planets.gateway.solarSystem.token({ sub: 'ada', expiresIn: -3 });
    await using stream = await open(watchEarth, { authorization: `Bearer ${token}` });
    await nextPayload(stream);
    const extensions = { code: 'TOKEN_EXPIRED', advice: 'RENEW' };
    expect(await nextPayload(stream)).toEqual({ payload: null, errors: [{ message: expect.any(String), extensions }] });
    expect(await stream.rest()).toBe('--\r\n');
  });

  it('resumes by the position and the ticket in the extensions', async () => {
    const first = await open();
    const { position, ticket } = (await nextPayload(first)).payload.extensions as Record<string, object>;
    first.cut();
    const masses = [await planets.changed(), await planets.changed()];
    const extensions = { resume: { ...position, ticket } };
    await using after = await open({ ...watchEarth, extensions }, {}, 'GET');
    const parts = [await nextPayload(after), await nextPayload(after)];
    expect(parts).toMatchObject(masses.map((mass) => ({ payload: { data: { planetChanged: { mass } } } })));
  });

  it('is read by meros', async () => {
    const response = await fetch(`${planets.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...multipart },
      body: JSON.stringify(watchEarth),
    });
    const parts = await meros<object>(response);
    if (!(Symbol.asyncIterator in parts)) throw new Error('no parts');
    const bodies: unknown[] = [];
    for await (const { json, body } of parts) {
      expect(json).toBe(true);
      bodies.push(body);
      if (JSON.stringify(body) !== '{}') break;
    }
    expect(bodies[0]).toEqual({});
    expect(bodies.at(-1)).toMatchObject({ payload: { data: expect.anything() } });
  });

  it('leaves queries, mutations and @defer of such a client to answers in one piece', async () => {
    const { headers, body } = await planets.gateway.post({ query: '{ whoAsks }' }, multipart);
    expect([headers.get('content-type'), body.data]).toEqual([
      'application/json; charset=utf-8',
      { whoAsks: 'nobody' },
    ]);
  });
});
