import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LivePlanets, massIn, readUntilPong, startLivePlanets, watch, watchEarth } from './_live-planets.ts';
import { frame, opcodes, rawUpgrade } from './_raw-upgrade.ts';
import { admittedSocket, rawSocket } from './_socket.ts';

const isObjectOrAbsent = (value: unknown) => value === undefined || value === null || typeof value === 'object';

describe('graphql-transport-ws: a connection', () => {
  let planets: LivePlanets;
  beforeAll(async () => {
    planets = await startLivePlanets();
  });
  afterAll(async () => planets[Symbol.asyncDispose]());

  describe('the subprotocol', () => {
    it('is chosen where the client offers it, alone or among others', async () => {
      for (const protocol of [
        'graphql-transport-ws',
        ['graphql-ws', 'graphql-transport-ws'],
        ['graphql-transport-ws', 'x'],
      ]) {
        await using socket = await rawSocket(planets.url, { protocol });
        expect(socket.protocol).toBe('graphql-transport-ws');
      }
    });

    it.each([
      ['none', undefined],
      ['the older graphql-ws', 'graphql-ws'],
      ['another spelling', 'GraphQL-Transport-WS'],
      ['a longer name', 'graphql-transport-ws2'],
      ['no token at all', ','],
    ])('that is %s is refused, or closed with 4406', async (_name, protocol) => {
      await using upgrade = await rawUpgrade(planets.url, { headers: { 'sec-websocket-protocol': protocol } });
      if (upgrade.status === 101) {
        expect(upgrade.head).not.toMatch(/sec-websocket-protocol/i);
        expect(await upgrade.closeCode).toBe(4406);
      } else expect(upgrade.status).toBe(400);
    });
  });

  describe('connection_init', () => {
    it.each([
      ['no payload', {}],
      ['null for a payload', { payload: null }],
      ['an empty payload', { payload: {} }],
      ['a payload of members nobody knows', { payload: { hello: ['there'] } }],
      ['members of its own that nobody knows', { hello: 'there', id: 7 }],
    ])('with %s is acknowledged', async (_name, members) => {
      await using socket = await rawSocket(planets.url);
      socket.send({ type: 'connection_init', ...members });
      const ack = await socket.next();
      expect(ack.type).toBe('connection_ack');
      expect(isObjectOrAbsent(ack.payload)).toBe(true);
    });

    it('is acknowledged once', async () => {
      await using socket = await admittedSocket(planets.url);
      expect(await readUntilPong(socket)).toEqual([]);
    });

    it('that does not come in time closes with 4408, whatever else was said', async () => {
      await using hasty = await startLivePlanets({ GATEWAY_INIT_TIMEOUT_MS: '300' });
      await using silent = await rawSocket(hasty.url);
      await using chatty = await rawSocket(hasty.url);
      chatty.send({ type: 'ping' });
      chatty.send({ type: 'pong' });
      expect((await silent.closed).code).toBe(4408);
      expect((await chatty.closed).code).toBe(4408);
    });

    it('that comes a second time closes with 4429', async () => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ type: 'connection_init' });
      expect((await socket.closed).code).toBe(4429);
    });

    it('that comes a second time ends the subscriptions of the first', async () => {
      await planets.holds(0, 0);
      await using socket = await admittedSocket(planets.url);
      await watch(socket, '1');
      socket.send({ type: 'connection_init' });
      expect((await socket.closed).code).toBe(4429);
      await planets.holds(0, 0);
    });
  });

  describe('before the acknowledgement', () => {
    it('a subscribe closes with 4401', async () => {
      for (const query of [watchEarth.query, '{ whoAsks }', 'mutation { rename(id: "earth", name: "E") { id } }']) {
        await using socket = await rawSocket(planets.url);
        socket.send({ id: '1', type: 'subscribe', payload: { query } });
        expect((await socket.closed).code).toBe(4401);
      }
    });

    it('ping, pong and complete are allowed', async () => {
      await using socket = await rawSocket(planets.url);
      socket.send({ type: 'pong' });
      socket.send({ id: '1', type: 'complete' });
      expect(await readUntilPong(socket)).toEqual([]);
      socket.send({ type: 'connection_init' });
      expect((await socket.next()).type).toBe('connection_ack');
    });
  });

  describe('ping and pong', () => {
    it.each([
      ['no payload', {}],
      ['null for a payload', { payload: null }],
      ['a payload', { payload: { sentAt: 1 } }],
    ])('a ping with %s is answered by one pong', async (_name, members) => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ type: 'ping', ...members });
      const pong = await socket.next();
      expect(pong.type).toBe('pong');
      expect(isObjectOrAbsent(pong.payload)).toBe(true);
      expect(await readUntilPong(socket)).toEqual([]);
    });

    it('each ping has its pong, also in the middle of a subscription', async () => {
      await using socket = await admittedSocket(planets.url);
      await watch(socket, '1');
      for (let ping = 0; ping < 5; ping += 1) socket.send({ type: 'ping' });
      for (let pong = 0; pong < 5; pong += 1) expect((await socket.next()).type).toBe('pong');
      const mass = await planets.changed();
      expect(massIn(await socket.next())).toBe(mass);
    });

    it('a pong that nobody asked for is ignored, with a payload or without', async () => {
      await using socket = await admittedSocket(planets.url);
      for (const members of [{}, { payload: null }, { payload: { beat: 1 } }])
        socket.send({ type: 'pong', ...members });
      expect(await readUntilPong(socket)).toEqual([]);
    });

    it('a ping frame of WebSocket itself is answered with its bytes', async () => {
      await using upgrade = await rawUpgrade(planets.url);
      await upgrade.write(frame(opcodes.ping, 'hi'));
      await upgrade.write(frame(opcodes.close, Buffer.from([0x03, 0xe8])));
      expect(await upgrade.closeCode).toBe(1000);
      expect(upgrade.pongs).toEqual(['hi']);
    });
  });

  describe('its end', () => {
    it.each([1000, 1001, 4999])('by the client with %i ends its operations', async (code) => {
      await planets.holds(0, 0);
      const socket = await admittedSocket(planets.url);
      await watch(socket, '1');
      await watch(socket, '2');
      await planets.holds(1, 2);
      socket.close(code);
      expect((await socket.closed).code).toBe(code);
      await planets.holds(0, 0);
    });

    it('without a goodbye ends its operations as well', async () => {
      await planets.holds(0, 0);
      const socket = await admittedSocket(planets.url);
      await watch(socket, '1');
      socket.close();
      await planets.holds(0, 0);
    });
  });
});
