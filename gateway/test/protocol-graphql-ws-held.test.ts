import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type HeldSubgraph, startHeldSubgraph } from './_held-subgraph.ts';
import { type LivePlanets, massIn, readUntilPong, startLivePlanets, watch } from './_live-planets.ts';
import { admittedSocket, rawSocket } from './_socket.ts';

const owner = { verifyApiKey: { keyId: 'k1', userId: 'ada', roles: ['ADMIN'] } };

describe('graphql-transport-ws: while the gateway is at it', () => {
  let moons: HeldSubgraph;
  let accounts: HeldSubgraph;
  let planets: LivePlanets;
  let keys = 0;
  beforeAll(async () => {
    moons = await startHeldSubgraph();
    accounts = await startHeldSubgraph();
    const replace = { moons: moons.url, accounts: accounts.url };
    planets = await startLivePlanets({}, { replace });
  });
  afterAll(async () => {
    await planets[Symbol.asyncDispose]();
    await moons[Symbol.asyncDispose]();
    await accounts[Symbol.asyncDispose]();
  });

  /** A connection whose key is being looked up. */
  async function pendingSocket() {
    const socket = await rawSocket(planets.url);
    keys += 1;
    socket.send({ type: 'connection_init', payload: { apiKey: `key ${keys}` } });
    await accounts.waits(1);
    return socket;
  }

  describe('admission', () => {
    it('is asked for once: a second connection_init meanwhile closes with 4429', async () => {
      await using pending = await pendingSocket();
      pending.send({ type: 'connection_init' });
      expect((await pending.closed).code).toBe(4429);
      accounts.answer(owner);
    });

    it('has not happened before the acknowledgement: a subscribe meanwhile closes with 4401', async () => {
      await using pending = await pendingSocket();
      pending.send({ id: '1', type: 'subscribe', payload: { query: '{ whoAsks }' } });
      expect((await pending.closed).code).toBe(4401);
      accounts.answer(owner);
    });

    it('holds up no ping', async () => {
      await using pending = await pendingSocket();
      expect(await readUntilPong(pending)).toEqual([]);
      accounts.answer(owner);
      expect((await pending.next()).type).toBe('connection_ack');
    });

    it('comes too late for a client that has left', async () => {
      await planets.holds(0, 0);
      const pending = await pendingSocket();
      pending.close();
      await planets.holds(0, 0);
      accounts.answer(owner);
      await using next = await admittedSocket(planets.url);
      expect(await readUntilPong(next)).toEqual([]);
    });
  });

  describe('an operation', () => {
    // Unlike a query, a mutation is never answered by another one under way.
    const build = { query: 'mutation { build }' };

    it('that is slow holds up no other of the same socket', async () => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: 'slow', type: 'subscribe', payload: build });
      await moons.waits(1);
      socket.send({ id: 'quick', type: 'subscribe', payload: { query: '{ whoAsks }' } });
      expect(await socket.next()).toEqual({ id: 'quick', type: 'next', payload: { data: { whoAsks: 'nobody' } } });
      expect(await socket.next()).toEqual({ id: 'quick', type: 'complete' });
      moons.answer({ build: 1 });
      expect(await socket.next()).toEqual({ id: 'slow', type: 'next', payload: { data: { build: 1 } } });
      expect(await socket.next()).toEqual({ id: 'slow', type: 'complete' });
    });

    it('of a single result has its id for itself until the result is sent: 4409', async () => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: '1', type: 'subscribe', payload: build });
      await moons.waits(1);
      socket.send({ id: '1', type: 'subscribe', payload: { query: '{ whoAsks }' } });
      expect((await socket.closed).code).toBe(4409);
      moons.answer({ build: 1 });
    });

    it('that the client completes before its result is there sends none', async () => {
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: '1', type: 'subscribe', payload: build });
      await moons.waits(1);
      socket.send({ id: '1', type: 'complete' });
      expect(await readUntilPong(socket)).toEqual([]);
      moons.answer({ build: 1 });
      // The next one is behind the first on the gateway's side, too.
      socket.send({ id: '2', type: 'subscribe', payload: build });
      await moons.waits(1);
      moons.answer({ build: 2 });
      expect(await socket.next()).toEqual({ id: '2', type: 'next', payload: { data: { build: 2 } } });
      expect(await socket.next()).toEqual({ id: '2', type: 'complete' });
    });

    it('that the client completed gives its id free: its late result is not taken for that of the next', async () => {
      await planets.holds(0, 0);
      await using socket = await admittedSocket(planets.url);
      socket.send({ id: '1', type: 'subscribe', payload: build });
      await moons.waits(1);
      socket.send({ id: '1', type: 'complete' });
      await watch(socket, '1');
      moons.answer({ build: 1 });
      await using other = await admittedSocket(planets.url);
      other.send({ id: '1', type: 'subscribe', payload: build });
      await moons.waits(1);
      moons.answer({ build: 2 });
      expect((await other.next()).payload).toEqual({ data: { build: 2 } });
      const mass = await planets.changed();
      expect(massIn(await socket.next())).toBe(mass);
      expect(await readUntilPong(socket)).toEqual([]);
      socket.close();
      await planets.holds(1, 0);
    });

    it('is ended by the client while its snapshot is taken, and nothing of it is sent or kept', async () => {
      await planets.holds(0, 0);
      await using socket = await admittedSocket(planets.url);
      const query = 'subscription { planetChanged(id: "earth") { mass moons { name } } }';
      socket.send({ id: '1', type: 'subscribe', payload: { query } });
      await moons.waits(1);
      socket.send({ id: '1', type: 'complete' });
      expect(await readUntilPong(socket)).toEqual([]);
      moons.answer({ _entities: [{ moons: [] }] });
      await planets.holds(1, 0);
      expect(massIn(await watch(socket, '2'))).toBeDefined();
      const mass = await planets.changed();
      expect(await socket.next()).toMatchObject({ id: '2', payload: { data: { planetChanged: { mass } } } });
      expect(await readUntilPong(socket)).toEqual([]);
    });

    it('is given up when its client leaves while the snapshot is taken', async () => {
      await planets.holds(0, 0);
      const socket = await admittedSocket(planets.url);
      const query = 'subscription { planetChanged(id: "earth") { mass moons { name } } }';
      socket.send({ id: '1', type: 'subscribe', payload: { query } });
      await moons.waits(1);
      socket.close();
      await socket.closed;
      moons.answer({ _entities: [{ moons: [] }] });
      await planets.holds(0, 0);
    });
  });
});
