import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSigner, signatureHeader } from '@lectern/request-signing';
import { testSigningSecret } from '@lectern/testing';
import { authRoutes } from '../src/auth/auth-paths.ts';
import { startTestIdentity, type TestIdentity } from './_identity.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(async () => identity?.[Symbol.asyncDispose]());

const graphQuery = (query: string) => ({ method: 'POST', path: '/graphql', body: JSON.stringify({ query }) });
const requests = [
  ['the graph', graphQuery('{ viewer { id } }')],
  ['_service', graphQuery('{ _service { sdl } }')],
  ['_entities', graphQuery('{ _entities(representations: [{ __typename: "User", id: "1" }]) { __typename } }')],
  ['the sign-in options', { method: 'GET', path: '/api/auth/providers' }],
  ['an address that does not exist', { method: 'GET', path: '/api/auth/nothing' }],
  ['an address of better-auth that is not open', { method: 'POST', path: '/api/auth/api-key/create', body: '{}' }],
  ...authRoutes.map(({ method, path }) => {
    const body = method === 'POST' ? { body: '{}' } : {};
    return [`${method} ${path}`, { method, path: `/api/auth${path.replace(':provider', 'any')}`, ...body }] as const;
  }),
] as [string, { method: string; path: string; body?: string }][];

describe('a request nobody of ours has signed', () => {
  it.each(requests)('gets 401 from %s', async (_name, { method, path, body }) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(new URL(path, identity.url), { method, body: body ?? null, headers });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('REQUEST_NOT_SIGNED');
  });

  it.each([
    [
      'with another secret',
      createSigner('gateway', 'not-the-secret-of-this-installation!'),
      '/api/auth/jwks',
      'identity',
    ],
    ['for another service', createSigner('gateway', testSigningSecret), '/api/auth/jwks', 'course'],
    ['for another address', createSigner('gateway', testSigningSecret), '/api/auth/token', 'identity'],
    [
      'too long ago',
      createSigner('gateway', testSigningSecret, () => Date.now() - 60_000),
      '/api/auth/jwks',
      'identity',
    ],
  ])('nor one signed %s', async (_name, sign, path, audience) => {
    const signature = sign({ audience, method: 'GET', path, body: 'stream', viewer: { kind: 'ANONYMOUS' } });
    const response = await fetch(new URL('/api/auth/jwks', identity.url), {
      headers: { [signatureHeader]: signature },
    });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('REQUEST_SIGNATURE_INVALID');
  });
});

describe('what of better-auth is not on the list', () => {
  it.each([
    ['POST', '/update-user'],
    ['POST', '/delete-user'],
    ['POST', '/change-email'],
    ['POST', '/api-key/create'],
    ['GET', '/api-key/list'],
    ['POST', '/link-social'],
    ['POST', '/get-access-token'],
    ['GET', '/list-accounts'],
  ] as const)('%s %s answers 404', async (method, path) => {
    const answer = await identity.browser().request(path, { method, ...(method === 'POST' ? { body: {} } : {}) });
    expect(answer.status).toBe(404);
  });
});
