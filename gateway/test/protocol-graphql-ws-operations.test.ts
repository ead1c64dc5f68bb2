import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf } from './_gateway.ts';
import { type LivePlanets, massIn, readUntilPong, startLivePlanets, watch, watchEarth } from './_live-planets.ts';
import { admittedSocket } from './_socket.ts';

describe('graphql-transport-ws: an operation', () => {
  let planets: LivePlanets;
  beforeAll(async () => {
    planets = await startLivePlanets();
  });
  afterAll(async () => planets[Symbol.asyncDispose]());

  describe('that succeeds', () => {
    it('as a query is one next and a complete', async () => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: 'q', type: 'subscribe', payload: { query: '{ whoAsks }' } });
      expect(await socket.next()).toEqual({ id: 'q', type: 'next', payload: { data: { whoAsks: 'nobody' } } });
      expect(await socket.next()).toEqual({ id: 'q', type: 'complete' });
      expect(await readUntilPong(socket)).toEqual([]);
    });

    it('as a mutation is one next and a complete', async () => {
      await using socket = await admittedSocket(planets.url);
      const query = 'mutation ($name: String!) { rename(id: "jupiter", name: $name) { name } }';
      socket.send({ id: 'm', type: 'subscribe', payload: { query, variables: { name: 'Zeus' } } });
      expect(await socket.next()).toEqual({ id: 'm', type: 'next', payload: { data: { rename: { name: 'Zeus' } } } });
      expect(await socket.next()).toEqual({ id: 'm', type: 'complete' });
      expect(await readUntilPong(socket)).toEqual([]);
    });

    it('as a subscription is a next for each event, in order', async () => {
      await using socket = await admittedSocket(planets.url);
      await watch(socket, 's');
      const masses = [await planets.changed(), await planets.changed(), await planets.changed()];
      for (const mass of masses) {
        const message = await socket.next();
        expect(message).toMatchObject({ id: 's', type: 'next' });
        expect(massIn(message)).toBe(mass);
      }
    });

    it('takes its variables, and of several the one that operationName names', async () => {
      await using socket = await admittedSocket(planets.url);
      const query = 'query A($text: String!) { echo(text: $text) } query B { whoAsks }';
      const variables = { text: '“quoted” \u0000 \u2028 🪐' };
      socket.send({ id: '1', type: 'subscribe', payload: { query, operationName: 'A', variables } });
      expect((await socket.next()).payload).toEqual({ data: { echo: variables.text } });
      expect((await socket.next()).type).toBe('complete');
      socket.send({ id: '1', type: 'subscribe', payload: { query, operationName: 'B' } });
      expect((await socket.next()).payload).toEqual({ data: { whoAsks: 'nobody' } });
    });

    it.each([
      ['null', { operationName: null, variables: null, extensions: null }],
      ['empty', { variables: {}, extensions: {} }],
      ['not known', { hello: 1, extensions: { hello: 1 } }],
    ])('may have members that are %s', async (_name, members) => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: '1', type: 'subscribe', payload: { query: '{ whoAsks }', ...members } });
      expect((await socket.next()).payload).toMatchObject({ data: { whoAsks: 'nobody' } });
      expect((await socket.next()).type).toBe('complete');
      expect(massIn(await watch(socket, '2', { ...watchEarth, ...members }))).toBeDefined();
    });
  });

  describe('that fails', () => {
    const before: readonly (readonly [string, object, string])[] = [
      ['is no GraphQL', { query: '{ whoAsks' }, 'GRAPHQL_PARSE_FAILED'],
      ['is no GraphQL subscription', { query: 'subscription { planetChanged(id: "earth") {' }, 'GRAPHQL_PARSE_FAILED'],
      ['does not fit the schema', { query: 'subscription { comet }' }, 'GRAPHQL_VALIDATION_FAILED'],
      [
        'has two root fields',
        { query: 'subscription { a: planetChanged(id: "earth") { id } b: planetChanged(id: "earth") { id } }' },
        'GRAPHQL_VALIDATION_FAILED',
      ],
      ['has no operation of the name', { ...watchEarth, operationName: 'Other' }, 'OPERATION_RESOLUTION_FAILURE'],
      ['is a fragment alone', { query: 'fragment F on Planet { id }' }, 'OPERATION_RESOLUTION_FAILURE'],
    ];
    it.each(before)('because it %s ends with an error, a list of GraphQL errors', async (_name, payload, code) => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: '1', type: 'subscribe', payload });
      const error = await socket.next();
      expect(error).toEqual({
        id: '1',
        type: 'error',
        payload: expect.arrayContaining([expect.objectContaining({ message: expect.any(String) })]),
      });
      expect(codesOf({ errors: error.payload as never })).toContain(code);
      // No complete follows, and the id is free.
      socket.send({ id: '1', type: 'subscribe', payload: { query: '{ whoAsks }' } });
      expect(await socket.next()).toEqual({ id: '1', type: 'next', payload: { data: { whoAsks: 'nobody' } } });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      expect(await readUntilPong(socket)).toEqual([]);
    });

    it('with an empty document fails alone', async () => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: '1', type: 'subscribe', payload: { query: '' } });
      expect(await socket.next()).toMatchObject({ id: '1', type: 'error' });
      await watch(socket, '1');
    });

    it('in a field of a query is a next with data and errors, and a complete', async () => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: '1', type: 'subscribe', payload: { query: '{ whoAsks grumpy }' } });
      const next = await socket.next();
      expect(next).toMatchObject({ id: '1', type: 'next', payload: { data: { whoAsks: 'nobody', grumpy: null } } });
      expect(codesOf(next.payload as never)).toEqual(['PLANET_GRUMPY']);
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
    });

    it('leaves the other operations of its socket as they are', async () => {
      await using socket = await admittedSocket(planets.url);
      await watch(socket, 'good');
      socket.send({ id: 'bad', type: 'subscribe', payload: { query: '{' } });
      expect(await socket.next()).toMatchObject({ id: 'bad', type: 'error' });
      const mass = await planets.changed();
      expect(massIn(await socket.next())).toBe(mass);
    });
  });

  describe('complete', () => {
    it('by the client ends a subscription: no event and no complete follow', async () => {
      await planets.holds(0, 0);
      await using socket = await admittedSocket(planets.url);
      await watch(socket, 'ended');
      await watch(socket, 'other');
      socket.send({ id: 'ended', type: 'complete' });
      expect(await readUntilPong(socket)).toEqual([]);
      await planets.holds(1, 1);
      const masses = [await planets.changed(), await planets.changed()];
      for (const mass of masses)
        expect(await socket.next()).toMatchObject({ id: 'other', payload: { data: { planetChanged: { mass } } } });
      expect(await readUntilPong(socket)).toEqual([]);
    });

    it('of an id that is not known, no longer known, or completed already is ignored', async () => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: 'never', type: 'complete' });
      socket.send({ id: '1', type: 'subscribe', payload: { query: '{ whoAsks }' } });
      expect([(await socket.next()).type, (await socket.next()).type]).toEqual(['next', 'complete']);
      socket.send({ id: '1', type: 'complete' });
      await watch(socket, '2');
      socket.send({ id: '2', type: 'complete' });
      socket.send({ id: '2', type: 'complete' });
      socket.send({ id: '3', type: 'subscribe', payload: { query: '{' } });
      expect((await socket.next()).type).toBe('error');
      socket.send({ id: '3', type: 'complete' });
      expect(await readUntilPong(socket)).toEqual([]);
    });
  });

  describe('several at once', () => {
    it('share a socket: each event comes once for each, under its own id', async () => {
      await using socket = await admittedSocket(planets.url);
      const ids = ['a', 'b', 'c', 'd'];
      for (const id of ids) await watch(socket, id);
      const mass = await planets.changed();
      const messages = [];
      for (const _ of ids) messages.push(await socket.next());
      expect(messages.map(({ id }) => id).toSorted()).toEqual(ids);
      expect(messages.map(massIn)).toEqual(ids.map(() => mass));
      expect(await readUntilPong(socket)).toEqual([]);
    });

    it('have each their own results, however they are mixed', async () => {
      await using socket = await admittedSocket(planets.url);
      const ids = Array.from({ length: 30 }, (_, index) => `id ${index}`);
      const query = 'query ($text: String!) { echo(text: $text) }';
      for (const id of ids) socket.send({ id, type: 'subscribe', payload: { query, variables: { text: id } } });
      const messages = [];
      for (const _ of [...ids, ...ids]) messages.push(await socket.next());
      for (const id of ids) {
        expect(messages.filter((message) => message.id === id)).toEqual([
          { id, type: 'next', payload: { data: { echo: id } } },
          { id, type: 'complete' },
        ]);
      }
    });
  });
});
