import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LivePlanets, massIn, readUntilPong, startLivePlanets, watch, watchEarth } from './_live-planets.ts';
import { admittedSocket, rawSocket } from './_socket.ts';

describe('graphql-transport-ws: a message', () => {
  let planets: LivePlanets;
  beforeAll(async () => {
    planets = await startLivePlanets();
  });
  afterAll(async () => planets[Symbol.asyncDispose]());

  const subscribe = (members: object) => ({ id: '1', type: 'subscribe', ...members });
  const payload = (members: object) => subscribe({ payload: { query: '{ whoAsks }', ...members } });

  const invalid: readonly (readonly [string, unknown])[] = [
    ['no text at all', ''],
    ['no JSON', '{"type":"ping"'],
    ['more than one JSON text', '{"type":"ping"}{"type":"ping"}'],
    ['JSON with a comment', '{"type":"ping"} // hello'],
    ['a number', '1'],
    ['a text', '"ping"'],
    ['null', 'null'],
    ['true', 'true'],
    ['a list', '[{"type":"ping"}]'],
    ['an object without a type', {}],
    ['of type null', { type: null }],
    ['of a type that is a number', { type: 1 }],
    ['of an empty type', { type: '' }],
    ['of an unknown type', { type: 'start' }],
    ['of a type in capitals', { type: 'PING' }],
    ['of a type that every object has', { type: 'toString' }],
    ['a subscribe without an id', { type: 'subscribe', payload: watchEarth }],
    ['a subscribe whose id is null', { id: null, type: 'subscribe', payload: watchEarth }],
    ['a subscribe whose id is a number', { id: 1, type: 'subscribe', payload: watchEarth }],
    ['a subscribe whose id is an object', { id: {}, type: 'subscribe', payload: watchEarth }],
    ['a subscribe whose id is a list', { id: ['1'], type: 'subscribe', payload: watchEarth }],
    ['a subscribe whose id is empty', { id: '', type: 'subscribe', payload: watchEarth }],
    ['a subscribe whose id is long: 1,000 bytes', { id: 'x'.repeat(1_000), type: 'subscribe', payload: watchEarth }],
    [
      'a subscribe whose id is long: 129 letters of two bytes',
      { id: 'é'.repeat(129), type: 'subscribe', payload: watchEarth },
    ],
    ['a subscribe without a payload', subscribe({})],
    ['a subscribe whose payload is null', subscribe({ payload: null })],
    ['a subscribe whose payload is a text', subscribe({ payload: '{ whoAsks }' })],
    ['a subscribe whose payload is a list', subscribe({ payload: ['{ whoAsks }'] })],
    ['a subscribe whose query is null', payload({ query: null })],
    ['a subscribe whose query is a number', payload({ query: 1 })],
    ['a subscribe whose query is an object', payload({ query: { kind: 'Document' } })],
    ['a subscribe whose variables are a text', payload({ variables: '{}' })],
    ['a subscribe whose variables are a list', payload({ variables: [] })],
    ['a subscribe whose variables are a number', payload({ variables: 0 })],
    ['a subscribe whose variables are false', payload({ variables: false })],
    ['a subscribe whose operationName is a number', payload({ operationName: 0 })],
    ['a subscribe whose operationName is an object', payload({ operationName: {} })],
    ['a subscribe whose extensions are a text', payload({ extensions: '' })],
    ['a subscribe whose extensions are a list', payload({ extensions: [] })],
    ['a complete without an id', { type: 'complete' }],
    ['a complete whose id is a number', { id: 1, type: 'complete' }],
    ['a complete whose id is empty', { id: '', type: 'complete' }],
    ['what only a server sends: connection_ack', { type: 'connection_ack' }],
    ['what only a server sends: next', { id: '1', type: 'next', payload: { data: {} } }],
    ['what only a server sends: error', { id: '1', type: 'error', payload: [{ message: 'no' }] }],
    ['of the older protocol: stop', { id: '1', type: 'stop' }],
    ['a binary frame', Buffer.from([0x00, 0x01, 0x02])],
    ['a binary frame, though its bytes are a message', Buffer.from('{"type":"ping"}')],
    ['a binary frame of nothing', Buffer.alloc(0)],
  ];
  it.each(invalid)('that is %s closes with 4400', async (_name, message) => {
    await using socket = await admittedSocket(planets.url);
    await watch(socket, 'other');
    socket.send(message);
    expect((await socket.closed).code).toBe(4400);
  });

  it('that is invalid ends the subscriptions of its socket', async () => {
    await planets.holds(0, 0);
  });

  it.each([
    ['a text', 'Bearer'],
    ['a list', []],
    ['a number', 1],
    ['false', false],
  ])('connection_init whose payload is %s closes with 4400', async (_name, of) => {
    await using socket = await rawSocket(planets.url);
    socket.send({ type: 'connection_init', payload: of });
    expect((await socket.closed).code).toBe(4400);
  });

  it('that is invalid closes with 4400 before the acknowledgement, too', async () => {
    for (const [, message] of invalid.slice(0, 16)) {
      await using socket = await rawSocket(planets.url);
      socket.send(message);
      expect((await socket.closed).code).toBe(4400);
    }
  });

  it('may have white space around it and between', async () => {
    await using socket = await admittedSocket(planets.url);
    socket.send('\r\n\t {\n  "type" :\t"ping" }  \n');
    expect((await socket.next()).type).toBe('pong');
  });

  it('may have its members in any order, also behind a long payload', async () => {
    await using socket = await admittedSocket(planets.url);
    const query = `{ whoAsks } # ${'x'.repeat(100_000)}`;
    socket.send({ payload: { query }, type: 'subscribe', id: 'last' });
    expect(await socket.next()).toMatchObject({ id: 'last', type: 'next', payload: { data: { whoAsks: 'nobody' } } });
  });

  const ids: readonly (readonly [string, string])[] = [
    ['quotes', 'a"b\'c`'],
    ['a quote at its end', 'a"'],
    ['backslashes', 'a\\b\\\\'],
    ['a backslash at its end', '\\'],
    ['what looks like an escape', '\\u0041\\n'],
    ['what looks like the rest of a message', '1","type":"complete","x":"'],
    ['control characters', '\u0000\u0001\n\r\t\u001f\u007f'],
    ['line separators', '\u2028\u2029'],
    ['letters beyond ASCII', 'ünïcode ไทย 漢字'],
    ['emoji', '👩‍🚀🪐'],
    ['half of a surrogate pair', 'a\ud83eb'],
    ['blanks alone', '   '],
    ['the name of what every object has', 'constructor'],
    ['the name of a prototype', '__proto__'],
    ['a number as text', '0'],
    ['a UUID', 'b1a7c9f0-0f6e-4d7c-9a57-3f4b5ad8c1f2'],
    ['256 bytes', 'x'.repeat(256)],
  ];
  it.each(ids)('may have an id of %s: it comes back as it is with every message', async (_name, id) => {
    await using socket = await admittedSocket(planets.url);
    await watch(socket, id);
    const mass = await planets.changed();
    const event = await socket.next();
    expect([event.id, massIn(event)]).toEqual([id, mass]);
    socket.send({ id, type: 'complete' });
    socket.send({ id, type: 'subscribe', payload: { query: '{ whoAsks }' } });
    expect(await socket.next()).toEqual({ id, type: 'next', payload: { data: { whoAsks: 'nobody' } } });
    expect(await socket.next()).toEqual({ id, type: 'complete' });
    socket.send({ id, type: 'subscribe', payload: { query: '{' } });
    expect(await socket.next()).toMatchObject({ id, type: 'error' });
  });

  it('has another id where the letters are others, however alike they look', async () => {
    await using socket = await admittedSocket(planets.url);
    const alike = ['é', 'e\u0301', 'E\u0301', ' é'];
    for (const id of alike) await watch(socket, id);
    socket.send({ id: 'é', type: 'complete' });
    expect(await readUntilPong(socket)).toEqual([]);
    await planets.holds(1, 3);
    await planets.changed();
    const seen = [];
    for (const _ of alike.slice(1)) seen.push((await socket.next()).id);
    expect(seen.toSorted()).toEqual(alike.slice(1).toSorted());
  });

  it('has an id in use: a subscribe with it closes with 4409, of whatever kind it is', async () => {
    for (const query of [watchEarth.query, '{ whoAsks }', '{']) {
      await planets.holds(0, 0);
      await using socket = await admittedSocket(planets.url);
      await watch(socket, 'used');
      socket.send({ id: 'used', type: 'subscribe', payload: { query } });
      expect((await socket.closed).code).toBe(4409);
      await planets.holds(0, 0);
    }
  });

  it('has an id in use from the moment it is sent', async () => {
    await planets.holds(0, 0);
    await using socket = await admittedSocket(planets.url);
    for (let time = 0; time < 2; time += 1) socket.send(subscribe({ payload: watchEarth }));
    expect((await socket.closed).code).toBe(4409);
    await planets.holds(0, 0);
  });

  it('has an id of its socket alone', async () => {
    await using first = await admittedSocket(planets.url);
    await using second = await admittedSocket(planets.url);
    await watch(first, '1');
    await watch(second, '1');
    first.send({ id: '1', type: 'complete' });
    expect(await readUntilPong(first)).toEqual([]);
    const mass = await planets.changed();
    expect(massIn(await second.next())).toBe(mass);
    expect(await readUntilPong(first)).toEqual([]);
  });
});
