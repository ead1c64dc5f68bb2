import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type HeldSubgraph, startHeldSubgraph } from './_held-subgraph.ts';
import { type LivePlanets, startLivePlanets } from './_live-planets.ts';
import { admittedSocket, rawSocket } from './_socket.ts';

const owner = { verifyApiKey: { keyId: 'k1', userId: 'ada', roles: ['ADMIN'] } };

describe('a client that makes a mistake', () => {
  let moons: HeldSubgraph;
  let accounts: HeldSubgraph;
  let planets: LivePlanets;
  beforeAll(async () => {
    moons = await startHeldSubgraph();
    accounts = await startHeldSubgraph();
    const replace = { moons: moons.url, accounts: accounts.url };
    planets = await startLivePlanets({ GATEWAY_INIT_TIMEOUT_MS: '1000' }, { replace });
  });
  afterAll(async () => {
    await planets[Symbol.asyncDispose]();
    await moons[Symbol.asyncDispose]();
    await accounts[Symbol.asyncDispose]();
  });

  it.each([
    ['a ping whose payload is a text', { type: 'ping', payload: 'hello' }],
    ['a ping whose payload is a list', { type: 'ping', payload: [] }],
    ['a pong whose payload is a number', { type: 'pong', payload: 1 }],
    ['a pong whose payload is true', { type: 'pong', payload: true }],
    ['a subscribe without a query', { id: '1', type: 'subscribe', payload: {} }],
  ])(
    'that is %s closes with 4400',
    async (_name, message) => {
      await using socket = await admittedSocket(planets.url);
      socket.send(message);
      expect((await socket.closed).code).toBe(4400);
    },
    5_000,
  );

  // protocol-graphql-ws.test.ts, 'its end'
  it('by the server is the end: what the client sent after its mistake is not run', async () => {
    await using socket = await admittedSocket(planets.url);
    const name = 'after the end';
    const query = `mutation { rename(id: "jupiter", name: "${name}") { id } }`;
    socket.send('{"no":"message"}');
    socket.send({ id: '1', type: 'subscribe', payload: { query } });
    await expect(socket.next()).rejects.toThrow(/4400/);
    await planets.holds(0, 0);
    expect((await planets.gateway.ask('{ planet(id: "jupiter") { name } }')).data.planet.name).not.toBe(name);
  });

  it('may take longer than the init had to come in', async () => {
    await using pending = await rawSocket(planets.url);
    pending.send({ type: 'connection_init', payload: { apiKey: 'slow' } });
    await accounts.waits(1);
    await using silent = await rawSocket(planets.url);
    expect((await silent.closed).code).toBe(4408);
    accounts.answer(owner);
    expect((await pending.next()).type).toBe('connection_ack');
  });
});
