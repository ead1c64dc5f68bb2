import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineErrors } from '@lectern/errors';
import { createLogger, createMetrics, type HttpService } from '@lectern/runtime';
import { signedRequest, testSigningSecret, userViewer } from '@lectern/testing';
import { parse } from 'graphql';
import {
  createInternalClient,
  dateTimeScalar,
  readPage,
  requireService,
  requireUser,
  type SubgraphRequest,
  startSubgraph,
  toConnection,
} from '../src/index.ts';

const moonErrors = defineErrors({ MOON_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no such moon.' } });

const typeDefs = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar DateTime
  type Moon @key(fields: "id") { id: ID!, seenAt(at: DateTime): DateTime }
  type PageInfo { hasNextPage: Boolean!, endCursor: String }
  type MoonEdge { cursor: String!, node: Moon! }
  type MoonConnection { edges: [MoonEdge!]!, pageInfo: PageInfo!, totalCount: Int! }
  type Query {
    moon(id: ID!): Moon
    moons(first: Int, after: String): MoonConnection!
    broken: String
    me: String
    duty: String
  }
`);

type Context = { readonly request: SubgraphRequest };
const moons = ['m1', 'm2', 'm3', 'm4', 'm5'].map((id) => ({ id }));

const resolvers = {
  DateTime: dateTimeScalar,
  Moon: {
    __resolveReference: (reference: { id: string }) => ({ id: reference.id }),
    seenAt: (_: unknown, args: { at?: Date }) => args.at ?? null,
  },
  Query: {
    moon(_: unknown, { id }: { id: string }) {
      if (id === 'none') throw moonErrors.make('MOON_NOT_FOUND', { facts: { id }, detail: { secret: 'x' } });
      return { id };
    },
    moons(_: unknown, args: { first?: number; after?: string }) {
      const page = readPage(args);
      const from = page.after === undefined ? 0 : moons.findIndex(({ id }) => id === page.after?.[0]) + 1;
      return toConnection(moons.slice(from, from + page.limit), page, ({ id }) => [id], moons.length);
    },
    broken() {
      throw new Error('password of the database is hunter2');
    },
    me: (_: unknown, __: unknown, { request }: Context) => requireUser(request.viewer).id,
    duty: (_: unknown, __: unknown, { request }: Context) => requireService(request.viewer),
  },
};

let service: HttpService;
const ask = async (query: string, variables = {}, viewer = userViewer('u1', 'LEARNER')) =>
  (await signedRequest({ url: service.url, audience: 'moons', query, variables, viewer })).body;

beforeAll(async () => {
  service = await startSubgraph<Context>({
    name: 'moons',
    typeDefs,
    resolvers,
    signingSecret: testSigningSecret,
    host: '127.0.0.1',
    port: 0,
    logger: createLogger('moons', { level: 'silent', format: 'json' }),
    metrics: createMetrics('moons'),
    checks: {},
    createContext: (request) => ({ request }),
    routes: (app, door) => void app.get('/files/x', async (request) => door.verify(request).viewer),
  });
});
afterAll(async () => service[Symbol.asyncDispose]());

describe('the door of a subgraph', () => {
  it.each([
    ['an operation', { query: '{ me }' }],
    ['the schema', { query: '{ _service { sdl } }' }],
    ['entities', { query: '{ _entities(representations: []) { __typename } }' }],
  ])('answers 401 to an unsigned request for %s', async (_name, body) => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'REQUEST_NOT_SIGNED' } }] });
  });

  it.each(['/files/x', '/nowhere', '/graphql'])('answers 401 to an unsigned GET of %s', async (path) => {
    expect((await fetch(`${service.url}${path}`)).status).toBe(401);
  });

  it('knows the viewer that was signed', async () => {
    expect(await ask('{ me }')).toEqual({ data: { me: 'u1' } });
  });
});

describe('errors of a subgraph', () => {
  it('keep code, sentence and facts when they are from the catalogue, and no detail', async () => {
    const body = await ask('{ moon(id: "none") { id } }');
    expect(body).toMatchObject({
      data: { moon: null },
      errors: [
        { message: 'There is no such moon.', path: ['moon'], extensions: { code: 'MOON_NOT_FOUND', id: 'none' } },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('are masked when they are from nowhere', async () => {
    const body = await ask('{ broken }');
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(body).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) } }],
    });
  });

  it.each([
    ['an unknown field', '{ nothing }', {}],
    ['a wrong argument', '{ moon(id: true) { id } }', {}],
    ['a variable of the wrong type', 'query ($id: ID!) { moon(id: $id) { id } }', { id: [1] }],
    ['a date without a zone', '{ moon(id: "m1") { seenAt(at: "2026-01-01T00:00:00") } }', {}],
    ['a document that is none', '{ moon(', {}],
  ])('have a code for %s', async (_name, query, variables) => {
    expect(await ask(query, variables)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});

describe('a connection', () => {
  it('pages to the end without loss or repetition', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = (await ask(
        'query ($after: String) { moons(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
        { after },
      )) as {
        data: { moons: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
      };
      seen.push(...data.moons.edges.map(({ node }) => node.id));
      after = data.moons.pageInfo.hasNextPage ? data.moons.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
  });

  it.each([
    ['too many', '{ moons(first: 101) { totalCount } }', 'PAGE_TOO_LARGE'],
    ['none', '{ moons(first: 0) { totalCount } }', 'PAGE_TOO_LARGE'],
    ['a made-up cursor', '{ moons(after: "x") { totalCount } }', 'BAD_CURSOR'],
  ])('refuses %s', async (_name, query, code) => {
    expect(await ask(query)).toMatchObject({ errors: [{ extensions: { code } }] });
  });
});

describe('the internal door', () => {
  it('is for services alone', async () => {
    expect(await ask('{ duty }')).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    await using client = createInternalClient({
      issuer: 'scheduler',
      signingSecret: testSigningSecret,
      urls: { moons: service.url },
    });
    expect(await client.request('moons', '{ duty }')).toEqual({ duty: 'scheduler' });
  });

  it('gives the code of the subgraph, or UPSTREAM_UNAVAILABLE when it is away', async () => {
    const settings = { issuer: 'scheduler', signingSecret: testSigningSecret };
    await using client = createInternalClient({
      ...settings,
      urls: { moons: service.url, away: 'http://127.0.0.1:1' },
    });
    await expect(client.request('moons', '{ moon(id: "none") { id } }')).rejects.toMatchObject({
      code: 'MOON_NOT_FOUND',
    });
    await expect(client.request('away', '{ duty }')).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });
});
