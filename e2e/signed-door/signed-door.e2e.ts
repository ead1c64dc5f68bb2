import { describe, expect, it } from '@jest/globals';
import { productUrl, readAddresses } from '../_product/product.ts';

const { services } = readAddresses();
const subgraphs = ['identity', 'course', 'video-access', 'exam', 'reporting'] as const;
type Subgraph = (typeof subgraphs)[number];

const serviceQuery = '{ _service { sdl } }';
const entitiesQuery = '{ _entities(representations: [{ __typename: "User", id: "1" }]) { __typename } }';

async function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** A signature of the right shape by somebody without the secret. */
const forged = `${Buffer.from(JSON.stringify({ iss: 'gateway', aud: 'exam', exp: 9_999_999_999 })).toString('base64url')}.${'A'.repeat(43)}`;

const graphRequests = subgraphs.flatMap((subgraph) => [
  { subgraph, what: 'an operation', query: '{ __typename }' },
  { subgraph, what: '_service', query: serviceQuery },
  { subgraph, what: '_entities', query: entitiesQuery },
]);

const routes: readonly { readonly subgraph: Subgraph; readonly method: string; readonly path: string }[] = [
  { subgraph: 'identity', method: 'POST', path: '/api/auth/sign-in/email' },
  { subgraph: 'identity', method: 'GET', path: '/api/auth/token' },
  { subgraph: 'identity', method: 'GET', path: '/api/auth/jwks' },
  { subgraph: 'video-access', method: 'GET', path: `/media/play/${'A'.repeat(43)}/master.m3u8` },
  { subgraph: 'video-access', method: 'HEAD', path: '/media/uploads/1' },
  { subgraph: 'video-access', method: 'PATCH', path: '/media/uploads/1' },
  { subgraph: 'reporting', method: 'GET', path: '/files/exports/1' },
  { subgraph: 'exam', method: 'GET', path: '/files/illustrations/1' },
];

describe('straight to a subgraph', () => {
  it.each(graphRequests)('$what of $subgraph is refused', async ({ subgraph, query }) => {
    const response = await post(`${services[subgraph]}/graphql`, { query });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('REQUEST_NOT_SIGNED');
  });

  it.each(routes)('$method $path of $subgraph is refused', async ({ subgraph, method, path }) => {
    const response = await fetch(`${services[subgraph]}${path}`, { method });
    expect(response.status).toBe(401);
  });

  it.each(subgraphs)('a forged signature opens nothing of %s', async (subgraph) => {
    const headers = { 'x-lectern-signature': forged, 'x-lectern-viewer': '{"kind":"USER","id":"1","roles":["ADMIN"]}' };
    const response = await post(`${services[subgraph]}/graphql`, { query: serviceQuery }, headers);
    expect(response.status).toBe(401);
  });
});

describe('through the gateway', () => {
  it.each([
    ['_service', serviceQuery],
    ['_entities', entitiesQuery],
    ['what courses tell only services', '{ courseAccess(courseId: "1", userId: "1") { isInstructor } }'],
    ['what accounts tell only services', '{ usersByIds(ids: ["1"]) { email } }'],
    ['the owner of a key', '{ verifyApiKey(key: "1") { userId } }'],
  ])('%s is not part of the graph', async (_what, query) => {
    const response = await post(`${productUrl}/graphql`, { query });
    const { errors } = (await response.json()) as { errors: readonly { extensions: { code: string } }[] };
    expect(errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('headers that only services may send say nothing about who is asking', async () => {
    const headers = { 'x-lectern-signature': forged, 'x-lectern-viewer': '{"kind":"USER","id":"1","roles":["ADMIN"]}' };
    const response = await post(`${productUrl}/graphql`, { query: '{ viewer { id } }' }, headers);
    expect(await response.json()).toEqual({ data: { viewer: null } });
  });
});
