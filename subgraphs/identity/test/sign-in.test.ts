import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { password, publicUrl, startTestIdentity, type TestIdentity } from './_identity.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(async () => identity?.[Symbol.asyncDispose]());

async function verifier() {
  const { body } = await identity.browser().request('/jwks');
  const keys = createLocalJWKSet(body);
  return (token: string) => jwtVerify(token, keys, { issuer: publicUrl, audience: 'lectern' });
}

describe('signing up and in with a password', () => {
  it('makes a session, and from it a token of ten minutes that names user, roles and session', async () => {
    const browser = identity.browser();
    const signedUp = await browser.request('/sign-up/email', {
      body: { name: 'Ann', email: 'Ann@Example.org', password },
    });
    expect(signedUp).toMatchObject({ status: 200, body: { user: { email: 'ann@example.org' } } });
    const { payload } = await (await verifier())(await browser.token());
    const [session] = await identity.sql<{ id: string }>('select id from identity.sessions where user_id = ?', [
      signedUp.body.user.id,
    ]);
    expect(payload).toMatchObject({ sub: signedUp.body.user.id, roles: ['LEARNER'], sid: session?.id });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
  });

  it('keeps the password as Argon2id with the recommended parameters', async () => {
    await identity.makeUser('hash@example.org');
    const [account] = await identity.sql<{ password: string }>(
      `select password from identity.accounts where user_id = (select id from identity.users where email = 'hash@example.org')`,
    );
    expect(account?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('cannot be used to take roles', async () => {
    const browser = identity.browser();
    await browser.request('/sign-up/email', {
      body: { name: 'Eve', email: 'eve@example.org', password, roles: ['ADMIN'], isSuspended: false, role: 'ADMIN' },
    });
    const users = await identity.sql(`select roles from identity.users where email = 'eve@example.org'`);
    expect(users.every((user) => JSON.stringify(user) === '{"roles":["LEARNER"]}')).toBe(true);
  });

  it('answers a wrong password and an unknown address alike', async () => {
    await identity.makeUser('bob@example.org');
    const browser = identity.browser('192.0.2.77');
    const wrong = await browser.signIn('bob@example.org', 'not the password');
    const unknown = await browser.signIn('nobody@example.org', 'not the password');
    expect(wrong).toMatchObject({ status: 401, body: { code: 'INVALID_EMAIL_OR_PASSWORD' } });
    expect(unknown.body).toEqual(wrong.body);
  });

  it('is closed when sign-up is closed', async () => {
    await using closed = await startTestIdentity({ IDENTITY_OPEN_SIGN_UP: 'false' });
    const answer = await closed
      .browser()
      .request('/sign-up/email', { body: { name: 'Ann', email: 'ann@example.org', password } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'EMAIL_PASSWORD_SIGN_UP_DISABLED' } });
    expect((await closed.browser().request('/providers')).body).toEqual({
      providers: [],
      isSignUpOpen: false,
      isPasswordResetOffered: false,
    });
  });
});

describe('the access cookie', () => {
  it('comes with every token, for this site only, and goes at sign-out', async () => {
    await identity.makeUser('cookie@example.org');
    const browser = identity.browser();
    await browser.signIn('cookie@example.org');
    const answer = await browser.request('/token');
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('lectern_access='));
    expect(cookie).toBe(`lectern_access=${answer.body.token}; Path=/; Max-Age=600; HttpOnly; SameSite=Strict`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    await browser.request('/sign-out', { body: {} });
    expect(browser.cookies.has('lectern_access')).toBe(false);
    expect((await browser.request('/token')).status).toBe(401);
  });

  it('is Secure where the public address is https', async () => {
    await using secure = await startTestIdentity({ LECTERN_PUBLIC_URL: 'https://learn.example' });
    await secure.makeUser('ann@example.org');
    const browser = secure.browser();
    const signedIn = await browser.request('/sign-in/email', {
      body: { email: 'ann@example.org', password },
      headers: { origin: 'https://learn.example' },
    });
    expect(signedIn.headers.getSetCookie().every((line) => line.includes('; Secure'))).toBe(true);
    const answer = await browser.request('/token');
    expect(answer.headers.getSetCookie().join()).toContain('; SameSite=Strict; Secure');
  });

  it('is removed when the session is over', async () => {
    const user = await identity.makeUser('over@example.org');
    const browser = identity.browser();
    await browser.signIn('over@example.org');
    await browser.token();
    await identity.sql('delete from identity.sessions where user_id = ?', [user.id]);
    expect((await browser.request('/token')).status).toBe(401);
    expect(browser.cookies.has('lectern_access')).toBe(false);
  });
});

describe('a token', () => {
  it('is refused when forged, expired, or of another audience', async () => {
    await identity.makeUser('token@example.org');
    const browser = identity.browser();
    await browser.signIn('token@example.org');
    const token = await browser.token();
    const verify = await verifier();
    const { kid } = decodeProtectedHeader(token);
    const forged = await new SignJWT({ roles: ['ADMIN'] })
      .setProtectedHeader({ alg: 'HS256', ...(kid && { kid }) })
      .setIssuer(publicUrl)
      .setAudience('lectern')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode('a secret of someone else, long enough'));
    const [head, body, signature] = token.split('.');
    const changed = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
    const promoted = Buffer.from(JSON.stringify({ ...changed, roles: ['ADMIN'] })).toString('base64url');
    await expect(verify(token)).resolves.toBeDefined();
    await expect(verify(forged)).rejects.toThrow();
    await expect(verify(`${head}.${promoted}.${signature}`)).rejects.toThrow();
    const { body: jwks } = await browser.request('/jwks');
    const late = jwtVerify(token, createLocalJWKSet(jwks), { currentDate: new Date(Date.now() + 601_000) });
    await expect(late).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
    const elsewhere = jwtVerify(token, createLocalJWKSet(jwks), { audience: 'someone-else' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' });
  });
});

describe('requests from elsewhere', () => {
  it('with a session cookie but another origin are refused', async () => {
    await identity.makeUser('csrf@example.org');
    const browser = identity.browser();
    await browser.signIn('csrf@example.org');
    const answer = await browser.request('/sign-out', { body: {}, headers: { origin: 'https://evil.example' } });
    expect(answer.status).toBe(403);
    expect(await browser.token()).toBeTruthy();
  });
});
