import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  serviceViewer,
  signedRequest,
  testDatabase,
  testProcess,
  testRedis,
  testSigningSecret,
  waitFor,
} from '@lectern/testing';
import { Client } from 'pg';
import { createBrowser, password, publicUrl } from './_identity.ts';

const main = join(import.meta.dirname, '../src/main.ts');
const identitySecret = 'Zk3-secret-of-the-process-7Qw9_xY2';

describe('the process', () => {
  it('refuses a wrong configuration with the name of the variable and exit code 78', async () => {
    await using identity = testProcess(main, { IDENTITY_PORT: '0', IDENTITY_SECRET: 'too-short' });
    const { output } = identity;
    expect(await identity.ended).toBe(78);
    for (const name of ['IDENTITY_DB_URL', 'IDENTITY_SECRET', 'LECTERN_PUBLIC_URL']) expect(output()).toContain(name);
    expect(output()).not.toContain('too-short');
  });

  it('writes no secret into its log, whatever is done and however it fails, and stops when told', async () => {
    await using database = await testDatabase('identity-process');
    await using redis = await testRedis();
    await using identity = testProcess(main, {
      NODE_ENV: 'development',
      IDENTITY_PORT: '0',
      IDENTITY_DB_URL: database.url,
      IDENTITY_REDIS_URL: redis.url,
      LECTERN_REDIS_PREFIX: redis.prefix,
      LECTERN_SIGNING_SECRET: testSigningSecret,
      IDENTITY_SECRET: identitySecret,
      LECTERN_PUBLIC_URL: publicUrl,
      LECTERN_LOG_LEVEL: 'trace',
      LECTERN_LOG_FORMAT: 'json',
    });
    const { output } = identity;
    const url = await waitFor('the address in the log', () => /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0]);
    const secrets = await useEverything(url, database.url);
    identity.child.kill('SIGTERM');
    expect(await identity.ended).toBe(0);
    expect(output().length).toBeGreaterThan(500);
    for (const [name, secret] of Object.entries({ ...secrets, identitySecret, testSigningSecret })) {
      expect(secret.length).toBeGreaterThan(9);
      expect({ name, isLogged: output().includes(secret) }).toEqual({ name, isLogged: false });
    }
  });
});

/** Signs up, in, wrongly in, out; makes and uses a key; breaks the database under it. Returns all that is secret. */
async function useEverything(url: string, databaseUrl: string): Promise<Record<string, string>> {
  const browser = createBrowser(url);
  const signUp = { name: 'Ann', email: 'ann@example.org', password };
  const signedUp = await browser.request('/sign-up/email', { body: signUp });
  await browser.request('/sign-up/email', { body: signUp });
  const sessionToken = signedUp.body.token;
  const sessionCookie = browser.cookies.get('lectern.session_token') ?? '';
  const token = await browser.token();
  const wrongPassword = 'a wrong password of ann';
  await browser.signIn('ann@example.org', wrongPassword);
  await browser.request('/sign-in/email', { body: `{"email":"ann@example.org","password":"${password}"` });
  const ask = (viewer: Parameters<typeof signedRequest>[0]['viewer'], query: string) =>
    signedRequest({ url, audience: 'identity', query, ...(viewer && { viewer }) });
  const viewer = { kind: 'USER', id: signedUp.body.user.id, roles: ['LEARNER'], via: 'test' } as const;
  const made = await ask(viewer, 'mutation { createApiKey(input: { name: "x" }) { secret } }');
  const apiKey = made.body.data.createApiKey.secret;
  await ask(serviceViewer('gateway'), `{ verifyApiKey(key: "${apiKey}") { keyId } }`);
  await ask(serviceViewer('gateway'), `{ verifyApiKey(key: "${apiKey}-wrong") { keyId } }`);
  await ask(
    viewer,
    `mutation { createUsers(input: { users: [{ name: "x", email: "x@x.example", password: "${password}" }] }) { users { id } } }`,
  );
  await browser.request('/reset-password', { body: { token: 'a-reset-token-nobody-has', newPassword: password } });
  await withTableAway(databaseUrl, 'sessions', async () => {
    await browser.request('/token');
    await browser.signIn('ann@example.org');
    await browser.request('/sign-out', { body: {} });
  });
  await withTableAway(databaseUrl, 'api_keys', () =>
    ask(serviceViewer('gateway'), `{ verifyApiKey(key: "${apiKey}") { keyId } }`),
  );
  await withTableAway(databaseUrl, 'accounts', () =>
    browser.request('/sign-up/email', { body: { ...signUp, email: 'other@example.org' } }),
  );
  await browser.request('/sign-out', { body: {} });
  return {
    password,
    wrongPassword,
    sessionToken,
    sessionCookie,
    token,
    apiKey,
    resetToken: 'a-reset-token-nobody-has',
  };
}

/** Runs `work` while a table cannot be found, so that statements fail with their parameters at hand. */
async function withTableAway(databaseUrl: string, table: string, work: () => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`alter table identity.${table} rename to ${table}_away`);
    await work();
    await client.query(`alter table identity.${table}_away rename to ${table}`);
  } finally {
    await client.end();
  }
}
