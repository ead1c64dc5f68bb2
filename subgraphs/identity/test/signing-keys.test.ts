import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { startTestIdentity, type TestIdentity } from './_identity.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity({ IDENTITY_JWKS_ROTATION_DAYS: '7' });
});
afterAll(async () => identity?.[Symbol.asyncDispose]());

const keys = () => identity.sql<{ id: string; private_key: string }>('select * from identity.jwks order by created_at');
const published = async () => (await identity.browser().request('/jwks')).body;

describe('the keys tokens are signed with', () => {
  it('are there from the start, one for all replicas, public without their private part', async () => {
    const jwks = await published();
    expect(jwks.keys).toHaveLength(1);
    expect(jwks.keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' });
    expect(JSON.stringify(jwks)).not.toContain('"d"');
    const second = await identity.replica();
    expect((await identity.browser('192.0.2.1', second.url).request('/jwks')).body).toEqual(jwks);
  });

  it('are encrypted in the database', async () => {
    const [key] = await keys();
    expect(key?.private_key).toMatch(/^"[0-9a-f]+"$/);
    expect(key?.private_key).not.toContain('kty');
  });

  it('are replaced when their time is over, by one key however many replicas notice, and old tokens still verify', async () => {
    const user = await identity.makeUser('rotation@example.org');
    const second = await identity.replica();
    const browsers = [identity.browser(), identity.browser('192.0.2.2', second.url)];
    for (const browser of browsers) await browser.signIn(user.email);
    const old = (await browsers[0]?.token()) ?? '';
    await identity.sql(`update identity.jwks set expires_at = now() - interval '1 s'`);
    const tokens = await Promise.all([...browsers, ...browsers, ...browsers].map((browser) => browser.token()));
    const kids = new Set(tokens.map((token) => decodeProtectedHeader(token).kid));
    expect(kids.size).toBe(1);
    expect(kids.has(decodeProtectedHeader(old).kid)).toBe(false);
    const jwks = createLocalJWKSet(await published());
    for (const token of [old, ...tokens]) await jwtVerify(token, jwks, { audience: 'lectern' });
    expect(await keys()).toHaveLength(2);
  });

  it('are no longer published when the grace is over as well', async () => {
    const [first, second] = await keys();
    await identity.sql(`update identity.jwks set expires_at = now() - interval '25 h' where id = ?`, [first?.id]);
    expect((await published()).keys.map(({ kid }: { kid: string }) => kid)).toEqual([second?.id]);
  });
});
