import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTopicPublisher } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { composeSupergraph } from './_compose.ts';
import { type Answer, codesOf, startTestGateway, type TestGateway } from './_gateway.ts';
import { foreignClient, nextOf } from './_socket.ts';
import { goodApiKey, moonsSdl, planetsSdl, publicUrl } from './_solar-system.ts';

/** The solar system, some of it protected. The subgraphs know nothing of it: only the gateway can refuse. */
function composeProtected(): string {
  return compose(
    {
      'whoAsks: String!': '@policy(policies: [["ADMIN", "LEARNER"], ["OWNER"]])',
      'rename(id: ID!, name: String!): Planet': '@requiresScopes(scopes: [["write:planets"], ["all"]])',
      'mass: Float!': '@requiresScopes(scopes: [["read:planets", "read:mass"], ["all"]])',
      'type Orbit': '@authenticated',
      'type Gas': '@authenticated',
    },
    { 'moons: [Moon!]!': '@requiresScopes(scopes: [["read:moons"]])' },
  );
}

type Places = Readonly<Record<string, string>>;

function compose(planets: Places, moons: Places): string {
  const importing = (sdl: string) =>
    sdl.replace('"@key",', '"@key", "@authenticated", "@requiresScopes", "@policy", "@shareable",');
  const protect = (sdl: string, places: Places) =>
    Object.entries(places).reduce((text, [place, directive]) => {
      if (!text.includes(place)) throw new Error(`the solar system has no ${place}`);
      return text.replace(place, `${place} ${directive}`);
    }, importing(sdl));
  return composeSupergraph({
    planets: protect(planetsSdl, planets),
    moons: protect(moonsSdl, moons),
    accounts: 'type Query { verifyApiKey(key: String!): ApiKeyOwner me: String } type ApiKeyOwner { keyId: ID! }',
  });
}

/** An identity provider outside, whose tokens have scopes. */
async function startIssuer() {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'EdDSA', use: 'sig' }] });
  const server = createServer((_request, response) => response.end(keys));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the issuer has no address');
  return {
    url: `http://127.0.0.1:${address.port}/keys`,
    token: (claims: Record<string, unknown>) =>
      new SignJWT({ roles: [], ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'k' })
        .setSubject('ada')
        .setIssuer(publicUrl)
        .setAudience('lectern')
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(privateKey),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('protected fields', () => {
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  let gateway: TestGateway;
  beforeAll(async () => {
    issuer = await startIssuer();
    gateway = await startTestGateway(
      { GATEWAY_JWKS_URL: issuer.url },
      { files: { 'supergraph.graphql': composeProtected() } },
    );
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await issuer[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    for (const name of Object.keys(gateway.solarSystem.asked)) gateway.solarSystem.asked[name] = 0;
  });

  const ask = async (query: string, claims?: Record<string, unknown>, variables?: Record<string, unknown>) =>
    gateway.ask(query, variables, claims && (await issuer.token(claims)));
  const asked = () => ({ planets: gateway.solarSystem.asked.planets, moons: gateway.solarSystem.asked.moons });
  const refusals = ({ errors = [] }: Answer) =>
    errors.map(({ path = [], extensions }) => [path.join('.'), extensions.code]);
  const earth = '{ planet(id: "earth") { name orbit { days } } }';

  it('are null for who is not signed in, and the others are answered', async () => {
    const answer = await ask(earth);
    expect(answer.data).toEqual({ planet: { name: 'Earth', orbit: null } });
    expect(answer.errors).toEqual([
      { message: 'Sign in first.', path: ['planet', 'orbit'], extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  it('are answered to who is signed in, also by an API key', async () => {
    const full = { data: { planet: { name: 'Earth', orbit: { days: 1 } } } };
    expect(await ask(earth, {})).toEqual(full);
    expect((await gateway.post({ query: earth }, { 'x-api-key': goodApiKey })).body).toEqual(full);
  });

  it('are forbidden to who is signed in without the scope', async () => {
    const answer = await ask('{ planet(id: "earth") { name moons { name } } }', { scope: 'read:planets' });
    expect(refusals(answer)).toEqual([['planet.moons', 'FORBIDDEN']]);
    expect(answer.data).toEqual({ planet: null });
  });

  it('make no subgraph be asked for them', async () => {
    await ask('{ planet(id: "earth") { name moons { name } } }', { scope: 'read:planets' });
    expect(asked()).toEqual({ planets: 1, moons: 0 });
    await ask('{ planet(id: "earth") { name moons { name } } }', { scope: 'read:moons' });
    expect(asked()).toEqual({ planets: 2, moons: 1 });
  });

  it('alone in an operation make no subgraph be asked at all', async () => {
    const answer = await ask('{ whoAsks }');
    expect([answer.data, refusals(answer)]).toEqual([null, [['whoAsks', 'UNAUTHENTICATED']]]);
    expect(asked()).toEqual({ planets: 0, moons: 0 });
  });

  const scopes: readonly (readonly [string, Record<string, unknown>, boolean])[] = [
    ['half of those needed', { scope: 'read:mass' }, false],
    ['all of those needed, as one text', { scope: 'openid read:mass read:planets' }, true],
    ['all of those needed, as a list', { scopes: ['read:planets', 'read:mass'] }, true],
    ['all of those needed, as a short list', { scp: ['read:planets', 'read:mass'] }, true],
    ['the one that is enough', { scope: 'all' }, true],
    ['roles of that name', { roles: ['all'] }, false],
  ];
  it.each(scopes)('go by scopes: %s', async (_name, claims, isAnswered) => {
    const answer = await ask('{ planet(id: "earth") { mass } }', claims);
    expect(answer.data).toEqual({ planet: isAnswered ? { mass: 1 } : null });
    expect(refusals(answer)).toEqual(isAnswered ? [] : [['planet.mass', 'FORBIDDEN']]);
  });

  const roles: readonly (readonly [readonly string[], boolean])[] = [
    [[], false],
    [['ADMIN'], false],
    [['LEARNER', 'ADMIN'], true],
    [['OWNER'], true],
  ];
  it.each(roles)('go by roles as policies: %j', async (has, isAnswered) => {
    const answer = await ask('{ moonCount whoAsks }', { roles: has });
    expect(answer.data).toEqual(isAnswered ? { moonCount: 2, whoAsks: `ada (${has.join(' ')})` } : null);
    expect(codesOf(answer)).toEqual(isAnswered ? [] : ['FORBIDDEN']);
  });

  it('differ between viewers of the same operation, however often it is asked', async () => {
    for (let round = 0; round < 3; round += 1) {
      expect((await ask(earth)).data).toEqual({ planet: { name: 'Earth', orbit: null } });
      expect((await ask(earth, {})).data).toEqual({ planet: { name: 'Earth', orbit: { days: 1 } } });
    }
  });

  it('stay null in every entry of a list', async () => {
    const answer = await ask('{ planets { id orbit { days } } }');
    expect(answer.data).toEqual({
      planets: [
        { id: 'earth', orbit: null },
        { id: 'jupiter', orbit: null },
      ],
    });
    expect(new Set(codesOf(answer))).toEqual(new Set(['UNAUTHENTICATED']));
  });

  it('of one member of a union leave the others', async () => {
    const body = 'body { __typename ... on Rock { crust } ... on Gas { storms } }';
    const answer = await ask(`{ a: planet(id: "earth") { ${body} } b: planet(id: "jupiter") { n: name ${body} } }`);
    expect(answer.data).toMatchObject({ a: { body: { __typename: 'Rock', crust: 'granite' } } });
    expect(answer.data.b.body?.storms ?? null).toBeNull();
    expect(codesOf(answer)).toContain('UNAUTHENTICATED');
  });

  it('take their variables and fragments with them', async () => {
    const query = `query ($id: ID!, $planetId: ID!) { planet(id: $id) { ...F } o: orbit(planetId: $planetId) { ...O } }
      fragment F on Planet { n: name orbit { ...O } } fragment O on Orbit { days }`;
    const variables = { id: 'earth', planetId: 'earth' };
    expect((await ask(query, undefined, variables)).data).toEqual({ planet: { n: 'Earth', orbit: null }, o: null });
    expect((await ask(query, {}, variables)).data).toEqual({
      planet: { n: 'Earth', orbit: { days: 1 } },
      o: { days: 365 },
    });
  });

  it('leave the object they are fields of', async () => {
    const answer = await ask('{ planet(id: "earth") { orbit { days } } nobody: planet(id: "x") { orbit { days } } }');
    expect(answer.data).toEqual({ planet: { orbit: null }, nobody: null });
  });

  it('of mutations do nothing, and the open ones beside them are done', async () => {
    const answer = await ask('mutation { rename(id: "earth", name: "Mars") { name } build }', {
      scope: 'read:planets',
    });
    expect(answer.data).toEqual({ rename: null, build: 3 });
    expect(refusals(answer)).toEqual([['rename', 'FORBIDDEN']]);
    expect(gateway.solarSystem.planets.get('earth')?.name).toBe('Earth');
    expect(asked()).toEqual({ planets: 0, moons: 1 });
  });

  it('leave names of types and introspection alone', async () => {
    const answer = await ask('{ __typename __type(name: "Orbit") { fields { name } } }');
    expect(answer).toEqual({
      data: { __typename: 'Query', __type: { fields: [{ name: 'days' }, { name: 'owner' }] } },
    });
  });
});

describe('protected fields over a socket', () => {
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  let gateway: TestGateway;
  beforeAll(async () => {
    issuer = await startIssuer();
    const places = {
      'type Orbit': '@authenticated',
      'mass: Float!': '@requiresScopes(scopes: [["read:mass"]])',
      'myOrbit(planetId: ID!): Orbit': '@requiresScopes(scopes: [["watch"]])',
    };
    const files = { 'supergraph.graphql': compose(places, {}) };
    gateway = await startTestGateway({ GATEWAY_JWKS_URL: issuer.url }, { files });
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await issuer[Symbol.asyncDispose]();
  });
  const open = async (claims?: Record<string, unknown>) =>
    foreignClient(gateway.url, claims ? { authorization: `Bearer ${await issuer.token(claims)}` } : {});
  const changed = 'subscription { planetChanged(id: "earth") { name orbit { days } } }';

  it('go by the scopes of its token', async () => {
    const query = '{ planet(id: "earth") { mass } }';
    await using good = await open({ scope: 'read:mass' });
    expect(await nextOf(good.iterate({ query }))).toEqual({ data: { planet: { mass: 1 } } });
    await using poor = await open({ scope: 'read:other' });
    expect(codesOf(await nextOf(poor.iterate({ query })))).toEqual(['FORBIDDEN']);
  });

  it('of a subscription are refused at its root, whatever its snapshot is', async () => {
    const query = 'subscription { myOrbit(planetId: "earth") { days } }';
    await using good = await open({ scope: 'watch' });
    expect((await nextOf(good.iterate({ query }))).data).toEqual({ myOrbit: { days: 365 } });
    await using poor = await open({ scope: 'look' });
    const asked = gateway.solarSystem.asked.planets;
    const answer = await nextOf(poor.iterate({ query }));
    expect([answer.data ?? null, codesOf(answer)]).toEqual([null, ['FORBIDDEN']]);
    expect(gateway.solarSystem.asked.planets).toBe(asked);
  });

  it('are not shared with who may not see them, though the event is', async () => {
    const { url: redisUrl, prefix } = gateway.redis;
    const logger = createLogger('test', { level: 'silent', format: 'json' });
    await using publisher = await createTopicPublisher({ redisUrl, prefix, logger });
    await using first = await open();
    await using second = await open({});
    await using third = await open();
    const all = [first, second, third].map((client) => client.iterate({ query: changed }));
    const orbits = async () =>
      (await Promise.all(all.map(nextOf))).map((answer) => [answer.data.planetChanged.orbit, codesOf(answer)]);
    const refused = [null, ['UNAUTHENTICATED']];
    expect(await orbits()).toEqual([refused, [{ days: 1 }, []], refused]);
    await publisher.publish('planet.earth.changed', {
      __typename: 'Planet',
      id: 'earth',
      name: 'Earth',
      mass: 2,
      orbit: { days: 2, owner: null },
      body: { __typename: 'Rock', crust: 'granite' },
    });
    expect(await orbits()).toEqual([refused, [{ days: 2 }, []], refused]);
  });
});

describe('a protected key', () => {
  it('is still used between subgraphs, and never shown', async () => {
    const key = { 'type Planet @key(fields: "id") { id: ID!': '@authenticated' };
    await using gateway = await startTestGateway({}, { files: { 'supergraph.graphql': compose(key, key) } });
    const names = await gateway.ask('{ planet(id: "earth") { name moons { name } } }');
    expect(names).toEqual({ data: { planet: { name: 'Earth', moons: [{ name: 'Luna' }] } } });
    const ids = await gateway.ask('{ planet(id: "earth") { id moons { name } } planets { i: id moons { name } } }');
    expect(ids.data).toBeNull();
    expect(JSON.stringify(ids)).not.toContain('earth');
    expect(codesOf(ids)).toContain('UNAUTHENTICATED');
  });
});
