import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { type Besieged, startBesieged } from './_besieged.ts';
import type { Answer } from './_gateway.ts';
import { massIn, readUntilPong, refusalOf, watch, watchEarth } from './_live-planets.ts';
import { frame, opcodes, rawUpgrade } from './_raw-upgrade.ts';
import { admittedSocket, rawSocket } from './_socket.ts';

const watchAny = 'subscription ($id: ID!) { planetChanged(id: $id) { id mass } }';

describe('a client that means harm, or is broken', () => {
  let besieged: Besieged;
  beforeAll(async () => {
    besieged = await startBesieged();
  });
  afterAll(async () => besieged[Symbol.asyncDispose]());

  const upgrades: readonly (readonly [string, Parameters<typeof rawUpgrade>[1], number])[] = [
    ['to a path that is not served', { path: '/elsewhere' }, 404],
    ['to a path below', { path: '/graphql/x' }, 404],
    ['from a page elsewhere', { headers: { origin: 'http://evil.test' } }, 403],
    ['from a page of no origin', { headers: { origin: 'null' } }, 403],
    ['without a key', { headers: { 'sec-websocket-key': undefined } }, 400],
    ['with a key that is too short', { headers: { 'sec-websocket-key': 'c2hvcnQ=' } }, 400],
    ['of an old version', { headers: { 'sec-websocket-version': '7' } }, 400],
    ['of no version', { headers: { 'sec-websocket-version': undefined } }, 400],
    ['to another protocol', { headers: { upgrade: 'h2c' } }, 400],
    ['by POST', { method: 'POST', headers: { 'content-length': '0' } }, 405],
    ['with subprotocols that are no tokens', { headers: { 'sec-websocket-protocol': 'a,,b' } }, 400],
    ['with 32 KB of headers', { headers: { 'x-long': 'x'.repeat(32_768) } }, 431],
  ];
  it.each(upgrades)('asks for an upgrade %s: refused', async (_name, options, status) => {
    await besieged.stands(async (url) => {
      await using upgrade = await rawUpgrade(url, options);
      expect(upgrade.status).toBe(status);
      await upgrade.gone;
    });
  });

  const credentials: readonly (readonly [string, () => Promise<unknown>, number])[] = [
    ['forged', () => besieged.planets.gateway.solarSystem.forgedToken('ada'), 4401],
    ['expired', () => besieged.planets.gateway.solarSystem.token({ sub: 'ada', expiresIn: -60 }), 4411],
    ['of another issuer', () => token({ issuer: 'http://evil.test' }), 4401],
    ['for another audience', () => token({ audience: 'elsewhere' }), 4401],
    ['cut short', async () => (await token({})).slice(0, -9), 4401],
    ['of no algorithm', async () => `${btoa('{"alg":"none"}')}.${btoa('{"sub":"ada"}')}.`, 4401],
    ['no token', async () => 'ada', 4401],
    ['half a megabyte long', async () => 'x'.repeat(500_000), 4401],
  ];
  const token = (claims: { issuer?: string; audience?: string }) =>
    besieged.planets.gateway.solarSystem.token({ sub: 'ada', ...claims });
  it.each(credentials)(
    'brings a token that is %s: closed, and none of its operations runs',
    async (_name, of, code) => {
      await besieged.stands(async (url) => {
        await using socket = await rawSocket(url);
        socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${await of()}` } });
        expect((await socket.closed).code).toBe(code);
        await expect(socket.next()).rejects.toThrow(/closed/);
      });
    },
  );

  it('hides a token in the prototype of its payload: stays nobody', async () => {
    await besieged.stands(async (url) => {
      await using socket = await rawSocket(url);
      const payload = `{"__proto__":{"authorization":"Bearer ${await token({})}"}}`;
      socket.send(`{"type":"connection_init","payload":${payload}}`);
      expect((await socket.next()).type).toBe('connection_ack');
      expect((await watch(socket, '1', { query: '{ whoAsks }' })).payload).toEqual({ data: { whoAsks: 'nobody' } });
    });
  });

  it('subscribes to what it may not see: refused, also with the position and ticket of one who may', async () => {
    const { planets } = besieged;
    await planets.changed('hidden');
    await besieged.stands(async (url) => {
      await using stranger = await admittedSocket(url);
      await using ada = await admittedSocket(url, await token({}));
      const hidden = { query: watchAny, variables: { id: 'hidden' } };
      const first = await watch(ada, '1', hidden);
      await planets.changed('hidden');
      const { extensions } = ((await ada.next()).payload ?? {}) as Answer;
      const given = ((first.payload ?? {}) as Answer).extensions;
      const resume = { ...(extensions?.position as object), ticket: given?.ticket };
      for (const [id, members] of [
        ['plain', {}],
        ['resumed', { extensions: { resume } }],
        ['without a ticket', { extensions: { resume: { ...resume, ticket: undefined } } }],
        ['with a ticket made up', { extensions: { resume: { ...resume, ticket: 'x'.repeat(64) } } }],
      ] as const) {
        stranger.send({ id, type: 'subscribe', payload: { ...hidden, ...members } });
        expect(await refusalOf(stranger, id)).toEqual(['SUBSCRIPTION_REFUSED']);
      }
      const mass = await planets.changed('hidden');
      expect(massIn(await ada.next())).toBe(mass);
      expect(await readUntilPong(stranger)).toEqual([]);
    });
  });

  const wrong: readonly (readonly [string, object, string])[] = [
    ['an id that is an object', { variables: { id: {} } }, 'BAD_USER_INPUT'],
    ['an id that is a list', { variables: { id: ['earth', 'mars'] } }, 'BAD_USER_INPUT'],
    ['an id that is true', { variables: { id: true } }, 'BAD_USER_INPUT'],
    ['an id that is null', { variables: { id: null } }, 'BAD_USER_INPUT'],
    ['no id', { variables: {} }, 'BAD_USER_INPUT'],
    ['an id of 900 KB', { variables: { id: 'x'.repeat(900_000) } }, 'SUBSCRIPTION_REFUSED'],
    ['an id with a pattern for every topic', { variables: { id: '*' } }, 'SUBSCRIPTION_REFUSED'],
    ['an id with line breaks', { variables: { id: 'earth\r\nSUBSCRIBE x\r\n' } }, 'SUBSCRIPTION_REFUSED'],
    [
      'a document of 400 levels',
      { query: `{ planet(id: "earth") ${'{ neighbours(first: 1) '.repeat(400)}{ id }${'}'.repeat(400)} }` },
      'OPERATION_TOO_DEEP',
    ],
    [
      'a subscription of 60 levels',
      {
        query: `subscription { planetChanged(id: "earth") ${'{ neighbours(first: 1) '.repeat(60)}{ id }${'}'.repeat(60)} }`,
      },
      'OPERATION_TOO_DEEP',
    ],
    ['a document of 100,000 brackets', { query: '{a'.repeat(100_000) }, 'OPERATION_TOO_LONG'],
    [
      'a fragment that contains itself',
      { query: 'subscription { ...F } fragment F on Subscription { ...F }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ];
  it.each(wrong)('sends %s: refused, and its socket lives', async (_name, members, code) => {
    await besieged.stands(async (url) => {
      await using socket = await admittedSocket(url);
      socket.send({ id: '1', type: 'subscribe', payload: { query: watchAny, ...members } });
      expect(await refusalOf(socket, '1')).toContain(code);
      await watch(socket, '1');
    });
  });

  it('wants a thousand subscriptions: those above the bound are refused, the others live', async () => {
    await besieged.stands(async (url) => {
      await using socket = await admittedSocket(url);
      for (let id = 0; id < 1_000; id += 1) socket.send({ id: String(id), type: 'subscribe', payload: watchEarth });
      const live = new Set<unknown>();
      let refused = 0;
      while (live.size + refused < 1_000) {
        const message = await socket.next();
        if (message.type === 'next') live.add(message.id);
        else {
          expect(message).toMatchObject({
            type: 'error',
            payload: [{ extensions: { code: 'SUBSCRIPTIONS_TOO_MANY' } }],
          });
          refused += 1;
        }
      }
      expect([live.size, refused]).toEqual([100, 900]);
      const mass = await besieged.planets.changed();
      for (let event = 0; event < 100; event += 1) {
        const message = await socket.next();
        expect(massIn(message)).toBe(mass);
        expect(live.delete(message.id)).toBe(true);
      }
      socket.send({ id: '0', type: 'complete' });
      await watch(socket, 'the place that was given up');
    });
  });

  it('subscribes and completes as fast as it can for a second: nobody else waits, and nothing stays', async () => {
    await besieged.stands(async (url) => {
      await using socket = await admittedSocket(url);
      await using other = await admittedSocket(url);
      const endsAt = performance.now() + 1_000;
      for (let id = 0; performance.now() < endsAt; ) {
        for (let pair = 0; pair < 20; pair += 1, id += 1) {
          socket.send({ id: String(id), type: 'subscribe', payload: watchEarth });
          socket.send({ id: String(id), type: 'complete' });
        }
        expect(massIn(await watch(other, String(id)))).toBeDefined();
        other.send({ id: String(id), type: 'complete' });
      }
      await readUntilPong(socket);
    });
  });

  it('opens a hundred sockets and says nothing: each is closed in time, though it answers nothing', async () => {
    await using patient = await startBesieged({ GATEWAY_INIT_TIMEOUT_MS: '1000', GATEWAY_PING_MS: '1500' });
    await patient.stands(async (url) => {
      const silent = await Promise.all(Array.from({ length: 100 }, () => rawUpgrade(url, { isDeaf: true })));
      const codes = await Promise.all(silent.map(({ closeCode }) => closeCode));
      expect(new Set(codes)).toEqual(new Set([4408]));
      await patient.planets.holds(1, 1);
      await Promise.all(silent.map((each) => each[Symbol.asyncDispose]()));
    });
  });

  it('opens more sockets than one address may: those above the bound are closed with 4417', async () => {
    await using few = await startBesieged({ GATEWAY_CONNECTIONS_PER_ADDRESS_MAX: '5' });
    await few.stands(async (url) => {
      const open = await Promise.all(Array.from({ length: 4 }, () => admittedSocket(url)));
      for (let above = 0; above < 3; above += 1) {
        await using upgrade = await rawUpgrade(url);
        expect(await upgrade.closeCode).toBe(4417);
      }
      for (const socket of open) {
        expect(await readUntilPong(socket)).toEqual([]);
        await socket[Symbol.asyncDispose]();
      }
    });
  });

  it('hears no ping after its subscription began: it is let go', async () => {
    await using patient = await startBesieged({ GATEWAY_PING_MS: '1000' });
    await patient.stands(async (url) => {
      await using deaf = await rawUpgrade(url, { isDeaf: true });
      await deaf.write(frameOf({ type: 'connection_init' }));
      await waitFor('the acknowledgement', () => deaf.texts.length === 1);
      await deaf.write(frameOf({ id: '1', type: 'subscribe', payload: watchEarth }));
      await deaf.gone;
      expect(deaf.pings()).toBeGreaterThan(0);
    });
  });
});

const frameOf = (message: object) => frame(opcodes.text, JSON.stringify(message));
