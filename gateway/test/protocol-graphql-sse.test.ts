import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, codesOf } from './_gateway.ts';
import { type LivePlanets, startLivePlanets, watchEarth } from './_live-planets.ts';
import { type RawStream, rawStream, type StreamEvent, type StreamRequest, sse } from './_stream.ts';

const answerIn = ({ data }: StreamEvent): Answer => JSON.parse(data ?? '');
const massIn = (event: StreamEvent): unknown => answerIn(event).data?.planetChanged?.mass;

/** https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md: introduction, and distinct connections mode. */
describe('the graphql-sse protocol', () => {
  let planets: LivePlanets;
  beforeAll(async () => {
    planets = await startLivePlanets({ GATEWAY_PING_MS: '200' });
  });
  afterAll(async () => planets[Symbol.asyncDispose]());

  const open = (payload: object, more: Partial<StreamRequest> = {}): Promise<RawStream> =>
    rawStream(planets.url, { ...more, payload, headers: { ...sse, ...more.headers } });

  describe('content type and beginning', () => {
    it.each(['GET', 'POST'])('is always text/event-stream, uncompressed and unbuffered, by %s', async (method) => {
      await using stream = await open(watchEarth, { method, headers: { 'accept-encoding': 'gzip, br' } });
      expect(stream.status).toBe(200);
      expect(stream.headers).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'transfer-encoding': 'chunked',
        'x-content-type-options': 'nosniff',
      });
      expect(stream.headers).not.toHaveProperty('content-encoding');
    });

    it('begins with a comment, since some browsers take headers alone for nothing', async () => {
      await using stream = await open(watchEarth);
      expect(await stream.next()).toEqual({ comments: [''] });
    });

    it('is kept open by comments', async () => {
      await using stream = await open(watchEarth);
      await stream.nextEvent();
      expect(await stream.next()).toEqual({ comments: [''] });
      expect(await stream.next()).toEqual({ comments: [''] });
    });
  });

  describe('next and complete', () => {
    it('results of the source stream are next events, with the position as id', async () => {
      await using stream = await open(watchEarth);
      const first = await stream.nextEvent();
      expect(first.event).toBe('next');
      expect(answerIn(first).extensions).toMatchObject({ snapshot: true, ticket: expect.any(String) });
      for (let round = 0; round < 3; round += 1) {
        const mass = await planets.changed();
        const event = await stream.nextEvent();
        const answer = answerIn(event);
        expect(answer.data).toEqual({ planetChanged: { mass } });
        const [epoch, offset] = event.id?.split(':') ?? [];
        expect(event.event).toBe('next');
        expect(answer.extensions?.position).toEqual({ epoch, offset: Number(offset) });
      }
    });

    it.each([
      ['a query', { query: '{ whoAsks }' }, { data: { whoAsks: 'nobody' } }],
      ['a mutation', { query: 'mutation { rename(id: "jupiter", name: "Jove") { name } }' }, expect.anything()],
    ])('after the one result of %s comes complete, and the end', async (_, payload, expected) => {
      await using stream = await open(payload);
      const result = await stream.nextEvent();
      expect([result.event, answerIn(result)]).toEqual(['next', expected]);
      expect(result).not.toHaveProperty('id');
      expect(await stream.nextEvent()).toEqual({ event: 'complete', data: '', comments: [] });
      expect(await stream.rest()).toBe('');
    });

    it('a subscription is completed by the client closing its connection', async () => {
      await planets.holds(0, 0);
      const stream = await open(watchEarth);
      await stream.nextEvent();
      await planets.holds(1, 1);
      stream.cut();
      await planets.holds(0, 0);
    });
  });

  describe('validation', () => {
    const refused: readonly (readonly [what: string, payload: object, code: string])[] = [
      [
        'an unknown field',
        { query: 'subscription { planetChanged(id: "earth") { colour } }' },
        'GRAPHQL_VALIDATION_FAILED',
      ],
      ['a document that cannot be parsed', { query: 'subscription {' }, 'GRAPHQL_PARSE_FAILED'],
      ['no such operation', { ...watchEarth, operationName: 'Other' }, 'OPERATION_RESOLUTION_FAILURE'],
      [
        'a variable that is missing',
        { query: 'subscription ($id: ID!) { planetChanged(id: $id) { mass } }' },
        'BAD_USER_INPUT',
      ],
      ['an unknown field of a query', { query: '{ colour }' }, 'GRAPHQL_VALIDATION_FAILED'],
      [
        'something that may not be seen',
        { query: 'subscription { planetChanged(id: "none") { mass } }' },
        'SUBSCRIPTION_REFUSED',
      ],
      ['no query at all', { variables: {} }, 'PERSISTED_QUERY_NOT_FOUND'],
    ];
    it.each(refused)('errors are reported through an accepted connection: %s', async (_, payload, code) => {
      for (const method of ['POST', 'GET']) {
        await using stream = await open(payload, { method });
        expect(stream.status).toBe(200);
        const event = await stream.nextEvent();
        expect(event.event).toBe('next');
        expect(codesOf(answerIn(event))).toContain(code);
        expect((await stream.nextEvent()).event).toBe('complete');
        await stream.rest();
      }
      await planets.holds(0, 0);
    });
  });

  describe('GraphQL over HTTP', () => {
    it('takes query, variables, operationName and extensions out of the address', async () => {
      const query =
        'subscription Other { planetChanged(id: "none") { mass } } subscription Watch($id: ID!) { planetChanged(id: $id) { mass } }';
      const payload = { query, operationName: 'Watch', variables: { id: 'earth' }, extensions: { any: 1 } };
      await using stream = await open(payload, { method: 'GET' });
      expect(massIn(await stream.nextEvent())).toEqual(expect.any(Number));
    });

    it('runs no mutation that stands in an address', async () => {
      const before = planets.gateway.solarSystem.planets.get('earth')?.name;
      await using stream = await open(
        { query: 'mutation { rename(id: "earth", name: "Dust") { name } }' },
        { method: 'GET' },
      );
      expect(stream.status).toBe(405);
      expect(stream.headers.allow).toBe('POST');
      expect(codesOf(JSON.parse(await stream.rest()))).toEqual(['METHOD_NOT_ALLOWED']);
      expect(planets.gateway.solarSystem.planets.get('earth')?.name).toBe(before);
    });

    it.each([
      [
        'variables that are no JSON',
        { method: 'GET', payload: { query: '{ whoAsks }', variables: '{' } },
        400,
        'REQUEST_MALFORMED',
      ],
      ['variables that are no object', { payload: { query: '{ whoAsks }', variables: [] } }, 400, 'REQUEST_MALFORMED'],
      ['a body that is no object', { payload: [] }, 400, 'BODY_NOT_JSON'],
      ['another method', { method: 'PUT', payload: {} }, 405, 'METHOD_NOT_ALLOWED'],
      [
        'another media type',
        { payload: {}, headers: { 'content-type': 'text/plain' } },
        415,
        'CONTENT_TYPE_UNSUPPORTED',
      ],
    ] as const)('refuses %s before a stream begins', async (_, asked, status, code) => {
      await using stream = await rawStream(planets.url, {
        ...asked,
        headers: { ...sse, ...('headers' in asked && asked.headers) },
      });
      expect([stream.status, codesOf(JSON.parse(await stream.rest()))]).toEqual([status, [code]]);
    });

    it('answers a query in one piece where the client takes that as well, and streams its subscriptions', async () => {
      const headers = { accept: 'application/json, text/event-stream, multipart/mixed' };
      const { headers: said, body } = await planets.gateway.post({ query: '{ whoAsks }' }, headers);
      expect([said.get('content-type'), body.data]).toEqual(['application/json; charset=utf-8', { whoAsks: 'nobody' }]);
      await using stream = await open(watchEarth, { headers });
      expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    });

    it('names all ways to subscribe to whoever takes none of them', async () => {
      const { body } = await planets.gateway.post(watchEarth);
      expect(codesOf(body)).toEqual(['SUBSCRIPTION_NEEDS_SOCKET']);
      for (const way of ['graphql-transport-ws', 'text/event-stream', 'multipart/mixed']) {
        expect(body.errors?.[0]?.message).toContain(way);
      }
    });
  });

  describe('coming back with Last-Event-ID', () => {
    const idOf = async (stream: RawStream) => (await stream.nextEvent()).id ?? '';

    it('goes on with what was missed, in order', async () => {
      const before = await open(watchEarth);
      await before.nextEvent();
      await planets.changed();
      const id = await idOf(before);
      before.cut();
      const masses = [await planets.changed(), await planets.changed()];
      await using after = await open(watchEarth, { method: 'GET', headers: { 'last-event-id': id } });
      const [first, second] = [await after.nextEvent(), await after.nextEvent()];
      expect([massIn(first), massIn(second)]).toEqual(masses);
      expect(answerIn(first).extensions).toMatchObject({ resumed: true });
    });

    it('is told that nothing was missed', async () => {
      const before = await open(watchEarth);
      await before.nextEvent();
      await planets.changed();
      const id = await idOf(before);
      before.cut();
      await using after = await open(watchEarth, { headers: { 'last-event-id': id } });
      const first = await after.nextEvent();
      expect(first.id).toBe(id);
      expect(answerIn(first)).toEqual({ extensions: expect.objectContaining({ resumed: true }) });
    });

    it.each(['no id', 'another-epoch:3', ':', 'x:-1'])('begins with the present state after “%s”', async (id) => {
      await using stream = await open(watchEarth, { headers: { 'last-event-id': id } });
      expect(answerIn(await stream.nextEvent()).extensions).toMatchObject({ snapshot: true });
    });

    it('goes before the position in the address, and keeps the ticket there', async () => {
      const before = await open(watchEarth);
      const { position, ticket } = answerIn(await before.nextEvent()).extensions as Record<string, object>;
      await planets.changed();
      const id = await idOf(before);
      before.cut();
      await planets.changed();
      const { solarSystem } = planets.gateway;
      const asked = solarSystem.asked.planets;
      const payload = { ...watchEarth, extensions: { resume: { ...position, ticket } } };
      await using after = await open(payload, { method: 'GET', headers: { 'last-event-id': id } });
      expect(massIn(await after.nextEvent())).toBe(solarSystem.planets.get('earth')?.mass);
      // The ticket stands for a look at the snapshot.
      expect(solarSystem.asked.planets).toBe(asked);
    });
  });
});
