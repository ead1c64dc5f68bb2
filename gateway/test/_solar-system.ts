import { composeServices } from '@apollo/composition';
import { defineErrors } from '@lectern/errors';
import { isSignedIn, type Viewer } from '@lectern/request-signing';
import { createLogger, createMetrics, type HttpService } from '@lectern/runtime';
import { startSubgraph } from '@lectern/subgraph';
import { testSigningSecret } from '@lectern/testing';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A made-up graph: planets with moons of another subgraph, and accounts that know tokens and keys. */
const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@inaccessible", "@composeDirective"])
    @link(url: "https://lectern.dev/live/v1.0", import: ["@live"])
    @composeDirective(name: "@live")
  directive @live(topic: String!, snapshot: String!, scope: String! = "SHARED", skips: Boolean! = true) on FIELD_DEFINITION
`;

export const planetsSdl = `${link}
  type Query {
    planet(id: ID!): Planet
    planets(first: Int = 10): [Planet!]!
    whoAsks: String!
    whereFrom: String
    broken: String
    grumpy: String
    slow(ms: Int!): String
    echo(text: String!): String!
    orbit(planetId: ID!): Orbit
  }
  type Mutation { rename(id: ID!, name: String!): Planet }
  type Subscription {
    planetChanged(id: ID!): Planet @live(topic: "planet.{id}.changed", snapshot: "planet", scope: "SHARED")
    myOrbit(planetId: ID!): Orbit @live(topic: "orbit.{planetId}", snapshot: "orbit", scope: "VIEWER")
  }
  type Planet @key(fields: "id") { id: ID! name: String! mass: Float! neighbours(first: Int): [Planet!]! orbit: Orbit body: Body }
  union Body = Rock | Gas
  type Rock { crust: String! }
  type Gas { storms: Int! }
  type Orbit { days: Int! owner: String }
`;

export const moonsSdl = `${link}
  type Query { moonCount: Int! }
  type Mutation { build: Int }
  type Planet @key(fields: "id") { id: ID! moons: [Moon!]! lookedAtBy: String! }
  type Moon { name: String! }
`;

const accountsSdl = `${link}
  type Query { verifyApiKey(key: String!): ApiKeyOwner @inaccessible me: String }
  type ApiKeyOwner @inaccessible { keyId: ID! userId: ID! roles: [String!]! }
`;

const planetErrors = defineErrors({
  PLANET_GRUMPY: { category: 'CONFLICT', message: 'The planet does not wish to be seen.' },
  FORBIDDEN: { category: 'FORBIDDEN', message: 'You may not do this.' },
});

export type Planet = { readonly id: string; name: string; readonly mass: number };

type Context = { readonly viewer: Viewer; readonly requestId: string };

export type SolarSystem = AsyncDisposable & {
  readonly urls: Readonly<Record<string, string>>;
  readonly planets: Map<string, Planet>;
  /** Days of orbits by planet, where they are not 365. */
  readonly orbits: Map<string, number>;
  /** How often each subgraph was asked for GraphQL. */
  readonly asked: Record<string, number>;
  /** Ends one subgraph. */
  stop(name: string): Promise<void>;
  token(claims: {
    sub: string;
    roles?: string[];
    expiresIn?: number;
    issuer?: string;
    audience?: string;
    session?: string;
  }): Promise<string>;
  forgedToken(sub: string): Promise<string>;
  rotateKeys(): Promise<void>;
};

export const publicUrl = 'http://lectern.test';
export const goodApiKey = 'key-of-ada';

const composed = new Map<string, string>();

export function composeSolarSystem(extra = ''): string {
  const known = composed.get(extra) ?? compose(extra);
  composed.set(extra, known);
  return known;
}

function compose(extra: string): string {
  const services = { planets: planetsSdl + extra, moons: moonsSdl, accounts: accountsSdl };
  const result = composeServices(
    Object.entries(services).map(([name, sdl]) => ({
      name,
      typeDefs: parse(sdl),
      url: `http://${name}.invalid/graphql`,
    })),
  );
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}

export async function startSolarSystem(extraRoutes?: (app: FastifyInstance) => void): Promise<SolarSystem> {
  const planets = new Map<string, Planet>([
    ['earth', { id: 'earth', name: 'Earth', mass: 1 }],
    ['jupiter', { id: 'jupiter', name: 'Jupiter', mass: 317.8 }],
  ]);
  const orbits = new Map<string, number>();
  const asked: Record<string, number> = { planets: 0, moons: 0, accounts: 0 };
  const logger = createLogger('solar-system', { level: 'silent', format: 'json' });
  let keys = await makeKeys('first');
  const stack = new AsyncDisposableStack();
  const running = new Map<string, HttpService>();

  const serve = async (
    name: string,
    sdl: string,
    resolvers: Record<string, unknown>,
    routes?: Parameters<typeof startSubgraph>[0]['routes'],
  ) => {
    const service = await startSubgraph<Context>({
      name,
      typeDefs: parse(sdl),
      resolvers,
      signingSecret: testSigningSecret,
      host: '127.0.0.1',
      port: 0,
      logger,
      metrics: createMetrics(name),
      checks: {},
      bodyLimit: 10_000_000,
      createContext: ({ viewer, requestId }) => {
        asked[name] = (asked[name] ?? 0) + 1;
        return { viewer, requestId };
      },
      ...(routes && { routes }),
    });
    running.set(name, stack.use(service));
    return [name, service.url] as const;
  };

  const urls = Object.fromEntries([
    await serve('planets', planetsSdl, planetResolvers(planets, orbits), (app, door) => {
      extraRoutes?.(app);
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      app.all('/files/*', async (request, reply) => {
        const { viewer } = door.verify(request, 'stream');
        let bytes = 0;
        const body: unknown = request.body;
        if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
          for await (const chunk of body as AsyncIterable<Buffer>) bytes += chunk.length;
        }
        reply.header('set-cookie', ['a=1; Path=/', 'b=2; Path=/']);
        const { method, url, headers } = request;
        return reply.send({ method, url, headers, bytes, viewer });
      });
    }),
    await serve('moons', moonsSdl, moonResolvers),
    await serve('accounts', accountsSdl, accountResolvers, (app, door) => {
      app.get('/keys', async (request) => {
        door.verify(request);
        asked.keys = (asked.keys ?? 0) + 1;
        return { keys: [keys.jwk] };
      });
    }),
  ]);

  return {
    urls,
    planets,
    orbits,
    asked,
    stop: async (name) => running.get(name)?.[Symbol.asyncDispose](),
    token: ({ sub, roles = ['LEARNER'], expiresIn = 600, issuer = publicUrl, audience = 'lectern', session }) =>
      sign(keys, sub, roles, expiresIn, issuer, audience, session),
    forgedToken: async (sub) =>
      sign({ ...(await makeKeys('first')), jwk: keys.jwk }, sub, ['ADMIN'], 600, publicUrl, 'lectern'),
    async rotateKeys() {
      keys = await makeKeys('second');
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function makeKeys(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' } };
}

function sign(
  keys: Awaited<ReturnType<typeof makeKeys>>,
  sub: string,
  roles: string[],
  expiresIn: number,
  issuer: string,
  audience: string,
  session = `session-of-${sub}`,
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ roles, sid: session })
    .setProtectedHeader({ alg: 'EdDSA', kid: keys.kid })
    .setSubject(sub)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresIn)
    .sign(keys.privateKey);
}

function nameOf(viewer: Viewer): string {
  if (viewer.kind === 'ANONYMOUS') return 'nobody';
  return viewer.kind === 'SERVICE' ? `service ${viewer.name}` : `${viewer.id} (${viewer.roles.join(' ')})`;
}

const planetResolvers = (planets: Map<string, Planet>, orbits: Map<string, number>) => ({
  Query: {
    planet(_: unknown, { id }: { id: string }, { viewer }: Context) {
      if (id === 'forbidden') throw planetErrors.make('FORBIDDEN');
      if (id === 'hidden' && !isSignedIn(viewer)) return null;
      return planets.get(id) ?? null;
    },
    planets: (_: unknown, { first }: { first: number }) => [...planets.values()].slice(0, first),
    whoAsks: (_: unknown, _args: unknown, { viewer }: Context) => nameOf(viewer),
    whereFrom: (_: unknown, _args: unknown, { viewer }: Context) => (isSignedIn(viewer) ? viewer.address : null),
    broken() {
      throw new Error('password of the database is hunter2');
    },
    grumpy() {
      throw planetErrors.make('PLANET_GRUMPY', { facts: { sinceYear: 1930 } });
    },
    slow: (_: unknown, { ms }: { ms: number }) => new Promise((resolve) => setTimeout(() => resolve('done'), ms)),
    echo: (_: unknown, { text }: { text: string }) => text,
    orbit: (_: unknown, { planetId }: { planetId: string }, { viewer }: Context) =>
      isSignedIn(viewer) ? { days: orbits.get(planetId) ?? 365, owner: `${viewer.id} of ${planetId}` } : null,
  },
  Mutation: {
    rename(_: unknown, { id, name }: { id: string; name: string }) {
      const planet = planets.get(id);
      if (planet) planet.name = name;
      return planet ?? null;
    },
  },
  Planet: {
    __resolveReference: ({ id }: { id: string }) => planets.get(id) ?? null,
    neighbours: (_: unknown, { first }: { first?: number }) => [...planets.values()].slice(0, first ?? 1),
    orbit: () => ({ days: 1, owner: null }),
    body: ({ id }: Planet) =>
      id === 'earth' ? { __typename: 'Rock', crust: 'granite' } : { __typename: 'Gas', storms: 12 },
  },
});

const moonResolvers = {
  Query: { moonCount: () => 2 },
  Mutation: { build: () => 3 },
  Planet: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    moons: ({ id }: { id: string }) => (id === 'earth' ? [{ name: 'Luna' }] : [{ name: 'Io' }, { name: 'Europa' }]),
    lookedAtBy: (_: unknown, _args: unknown, { viewer }: Context) => nameOf(viewer),
  },
};

const accountResolvers = {
  Query: {
    verifyApiKey(_: unknown, { key }: { key: string }, { viewer }: Context) {
      if (viewer.kind !== 'SERVICE') throw planetErrors.make('FORBIDDEN');
      return key === goodApiKey ? { keyId: 'k1', userId: 'ada', roles: ['ADMIN'] } : null;
    },
    me: (_: unknown, _args: unknown, { viewer }: Context) => nameOf(viewer),
  },
};
