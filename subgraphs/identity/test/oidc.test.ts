import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, waitFor } from '@lectern/testing';
import { decodeJwt } from 'jose';
import { type Browser, publicUrl, startTestIdentity, type TestIdentity } from './_identity.ts';
import { startOidcProvider, type TestOidcProvider } from './_oidc-provider.ts';

let provider: TestOidcProvider;
let identity: TestIdentity;

const entryOf = (of: Pick<TestOidcProvider, 'discoveryUrl'>, id: string, more: object = {}) => ({
  id,
  name: `Sign in with ${id}`,
  discoveryUrl: of.discoveryUrl,
  clientId: 'lectern-client',
  clientSecret: 'the-secret-of-the-client',
  ...more,
});

beforeAll(async () => {
  provider = await startOidcProvider();
  identity = await startTestIdentity({
    IDENTITY_OPEN_SIGN_UP: 'false',
    IDENTITY_OIDC_PROVIDERS: JSON.stringify([
      entryOf(provider, 'school', { allowedEmailDomains: ['school.example'] }),
      entryOf(provider, 'known'),
    ]),
  });
});
afterAll(async () => {
  await identity?.[Symbol.asyncDispose]();
  await provider?.[Symbol.asyncDispose]();
});

/** The way through the provider and back, as a browser goes it; ends at the address the person lands on. */
async function comeThrough(browser: Browser, id: string): Promise<URL> {
  const started = await browser.request('/sign-in/social', { body: { provider: id, callbackURL: '/courses' } });
  expect(started.status).toBe(200);
  const authorized = await fetch(started.body.url, { redirect: 'manual' });
  const back = new URL(authorized.headers.get('location') ?? '');
  expect(back.origin).toBe(publicUrl);
  expect(back.pathname).toBe(`/api/auth/callback/${id}`);
  const landed = await browser.request(`${back.pathname.replace('/api/auth', '')}${back.search}`);
  expect(landed.status).toBe(302);
  return new URL(landed.headers.get('location') ?? '', publicUrl);
}

describe('signing in through an OIDC provider', () => {
  it('is offered with id and name, and nothing else', async () => {
    expect((await identity.browser().request('/providers')).body.providers).toEqual([
      { id: 'school', name: 'Sign in with school' },
      { id: 'known', name: 'Sign in with known' },
    ]);
  });

  it('makes an account for someone of the school’s domain, and finds it again', async () => {
    provider.person = { sub: 'p1', email: 'Siti@school.example', email_verified: true, name: 'Siti' };
    const first = identity.browser();
    expect((await comeThrough(first, 'school')).pathname).toBe('/courses');
    const { sub } = decodeJwt(await first.token());
    const again = identity.browser();
    await comeThrough(again, 'school');
    expect(decodeJwt(await again.token())).toMatchObject({ sub, roles: ['LEARNER'] });
    const users = await identity.sql(`select name from identity.users where email = 'siti@school.example'`);
    expect(users).toEqual([{ name: 'Siti' }]);
  });

  it('keeps no token of the provider', async () => {
    const kept = await identity.sql(
      `select access_token, refresh_token, id_token from identity.accounts where provider_id = 'school'`,
    );
    expect(kept.length).toBeGreaterThan(0);
    for (const account of kept) expect(Object.values(account)).toEqual([null, null, null]);
  });

  it('finds the account an admin has made for that address', async () => {
    const made = await identity.makeUser('made@school.example', 'INSTRUCTOR');
    provider.person = { sub: 'p2', email: 'made@school.example', email_verified: true };
    const browser = identity.browser();
    await comeThrough(browser, 'known');
    expect(decodeJwt(await browser.token())).toMatchObject({ sub: made.id, roles: ['LEARNER', 'INSTRUCTOR'] });
  });

  it.each([
    [
      'of another domain',
      'school',
      { email: 'ann@elsewhere.example', email_verified: true },
      'EMAIL_DOMAIN_NOT_ALLOWED',
    ],
    [
      'whose address nobody has verified',
      'school',
      { email: 'eve@school.example', email_verified: false },
      'EMAIL_DOMAIN_NOT_ALLOWED',
    ],
    [
      'unknown, where the provider makes no accounts',
      'known',
      { email: 'new@x.example', email_verified: true },
      'signup_disabled',
    ],
  ])('sends someone %s back with a reason and no session', async (_name, id, claims, error) => {
    provider.person = { sub: `refused-${error}-${id}`, ...claims };
    const browser = identity.browser();
    const landed = await comeThrough(browser, id);
    expect(landed.pathname).toBe('/sign-in');
    expect(landed.searchParams.get('error')).toBe(error);
    expect((await browser.request('/token')).status).toBe(401);
  });

  it('does not hand an account to someone whose provider has not verified the address', async () => {
    await identity.makeUser('victim@x.example');
    provider.person = { sub: 'thief', email: 'victim@x.example', email_verified: false };
    const browser = identity.browser();
    expect((await comeThrough(browser, 'known')).searchParams.get('error')).toBe('account_not_linked');
    expect((await browser.request('/token')).status).toBe(401);
  });

  it('refuses an ID token that is not signed by the provider', async () => {
    provider.person = { sub: 'p1', email: 'siti@school.example', email_verified: true };
    provider.isForging = true;
    try {
      const browser = identity.browser();
      expect((await comeThrough(browser, 'school')).searchParams.get('error')).toBe('unable_to_get_user_info');
      expect((await browser.request('/token')).status).toBe(401);
    } finally {
      provider.isForging = false;
    }
  });

  it('refuses an answer that another browser has asked for', async () => {
    provider.person = { sub: 'p1', email: 'siti@school.example', email_verified: true };
    const started = await identity.browser().request('/sign-in/social', { body: { provider: 'school' } });
    const authorized = await fetch(started.body.url, { redirect: 'manual' });
    const back = new URL(authorized.headers.get('location') ?? '');
    const victim = identity.browser();
    const landed = await victim.request(`/callback/school${back.search}`);
    expect(landed.headers.get('location')).toContain('error=state_mismatch');
    expect((await victim.request('/token')).status).toBe(401);
  });

  it('refuses the suspended', async () => {
    provider.person = { sub: 'p1', email: 'siti@school.example', email_verified: true };
    await identity.sql(`update identity.users set is_suspended = true where email = 'siti@school.example'`);
    const browser = identity.browser();
    expect((await comeThrough(browser, 'school')).searchParams.get('error')).toBe('ACCOUNT_SUSPENDED');
    expect((await browser.request('/token')).status).toBe(401);
  });

  it('never goes back to another site', async () => {
    const answer = await identity
      .browser()
      .request('/sign-in/social', { body: { provider: 'school', callbackURL: 'https://evil.example/' } });
    expect(answer.status).toBe(403);
  });
});

describe('a provider that does not answer at start', () => {
  it('holds nothing up, and is offered as soon as it answers', async () => {
    const port = await freePort();
    const discoveryUrl = `http://127.0.0.1:${port}/.well-known/openid-configuration`;
    await using late = await startTestIdentity(
      { IDENTITY_OIDC_PROVIDERS: JSON.stringify([entryOf({ discoveryUrl }, 'late')]) },
      { oidcRetryMs: 20 },
    );
    const offered = async () => (await late.browser().request('/providers')).body.providers;
    expect(await offered()).toEqual([]);
    await using _provider = await startOidcProvider(port);
    await waitFor('the provider to be offered', async () => (await offered()).length === 1);
    const started = await late.browser().request('/sign-in/social', { body: { provider: 'late' } });
    expect(new URL(started.body.url).port).toBe(String(port));
  });
});
