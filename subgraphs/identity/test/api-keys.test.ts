import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import { serviceViewer } from '@lectern/testing';
import { startTestIdentity, type TestIdentity } from './_identity.ts';

let identity: TestIdentity;
let picky: Awaited<ReturnType<TestIdentity['makeUser']>>;
beforeAll(async () => {
  identity = await startTestIdentity();
  picky = await identity.makeUser('picky@example.org');
});
afterAll(async () => identity?.[Symbol.asyncDispose]());

const createMutation = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) { secret apiKey { id name start createdAt expiresAt lastUsedAt } }
}`;
const revokeMutation = `mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { revokedApiKeyId } }`;
const verifyQuery = 'query ($key: String!) { verifyApiKey(key: $key) { keyId userId roles } }';
const codeOf = (answer: { errors?: readonly { extensions?: { code?: string } }[] }) =>
  answer.errors?.[0]?.extensions?.code;
const create = (viewer: Viewer, input: object) => identity.graph(viewer, createMutation, { input });
const verify = async (key: string) =>
  (await identity.graph(serviceViewer('gateway'), verifyQuery, { key })).data.verifyApiKey;

describe('an API key', () => {
  it('stands for its owner with the roles the owner has now', async () => {
    const owner = await identity.makeUser('owner@example.org', 'INSTRUCTOR');
    const { secret, apiKey } = (await create(owner.viewer, { name: ' Gradebook ' })).data.createApiKey;
    expect(apiKey).toMatchObject({ name: 'Gradebook', expiresAt: null, lastUsedAt: null });
    expect(secret.startsWith(apiKey.start)).toBe(true);
    expect(await verify(secret)).toEqual({ keyId: apiKey.id, userId: owner.id, roles: ['LEARNER', 'INSTRUCTOR'] });
    await identity.sql(`update identity.users set roles = '{LEARNER}' where id = ?`, [owner.id]);
    expect((await verify(secret)).roles).toEqual(['LEARNER']);
    const { data } = await identity.graph(owner.viewer, '{ apiKeys { id lastUsedAt } }');
    expect(data.apiKeys).toEqual([{ id: apiKey.id, lastUsedAt: expect.any(String) }]);
  });

  it('is stored as a hash', async () => {
    const owner = await identity.makeUser('hashed@example.org');
    const { secret } = (await create(owner.viewer, { name: 'x' })).data.createApiKey;
    const stored = await identity.sql('select * from identity.api_keys where user_id = ?', [owner.id]);
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  it('may be used more often than better-auth would allow by itself', async () => {
    const owner = await identity.makeUser('busy@example.org');
    const { secret } = (await create(owner.viewer, { name: 'x' })).data.createApiKey;
    for (let use = 0; use < 15; use += 1) expect(await verify(secret)).not.toBeNull();
  });

  it('means nothing when it is unknown, changed, revoked, expired, or its owner is suspended', async () => {
    const owner = await identity.makeUser('nothing@example.org');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { secret, apiKey } = (await create(owner.viewer, { name: 'x', expiresAt })).data.createApiKey;
    expect(Date.parse(apiKey.expiresAt)).toBeLessThanOrEqual(Date.parse(expiresAt));
    expect(await verify(secret)).not.toBeNull();
    for (const key of ['', 'nonsense', `${secret}x`, secret.slice(0, -1), 'x'.repeat(10_000)]) {
      expect(await verify(key)).toBeNull();
    }
    await identity.sql('update identity.users set is_suspended = true where id = ?', [owner.id]);
    expect(await verify(secret)).toBeNull();
    await identity.sql('update identity.users set is_suspended = false where id = ?', [owner.id]);
    await identity.sql(`update identity.api_keys set expires_at = now() - interval '1 s' where id = ?`, [apiKey.id]);
    expect(await verify(secret)).toBeNull();
    const other = (await create(owner.viewer, { name: 'y' })).data.createApiKey;
    const revoked = await identity.graph(owner.viewer, revokeMutation, { id: other.apiKey.id });
    expect(revoked.data.revokeApiKey.revokedApiKeyId).toBe(other.apiKey.id);
    expect(await verify(other.secret)).toBeNull();
  });

  it('of someone else cannot be revoked nor seen', async () => {
    const [owner, thief] = [await identity.makeUser('o@example.org'), await identity.makeUser('t@example.org')];
    const { secret, apiKey } = (await create(owner.viewer, { name: 'x' })).data.createApiKey;
    expect(codeOf(await identity.graph(thief.viewer, revokeMutation, { id: apiKey.id }))).toBe('API_KEY_NOT_FOUND');
    expect((await identity.graph(thief.viewer, '{ apiKeys { id } }')).data.apiKeys).toEqual([]);
    expect(await verify(secret)).not.toBeNull();
  });

  it('is verified for services only', async () => {
    const admin = await identity.makeUser('a@example.org', 'ADMIN');
    expect(codeOf(await identity.graph(admin.viewer, verifyQuery, { key: 'x' }))).toBe('FORBIDDEN');
  });

  it.each([
    ['without a name', { name: '  ' }, 'name'],
    ['with a long name', { name: 'n'.repeat(81) }, 'name'],
    ['that has expired', { name: 'x', expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['for a century', { name: 'x', expiresAt: '2126-01-01T00:00:00Z' }, 'expiresAt'],
  ])('%s is refused', async (_name, input, field) => {
    const answer = await create(picky.viewer, input);
    expect(answer.errors[0].extensions).toEqual({ code: 'BAD_INPUT', field });
  });

  it('needs someone signed in', async () => {
    expect(codeOf(await create({ kind: 'ANONYMOUS' }, { name: 'x' }))).toBe('UNAUTHENTICATED');
  });
});
