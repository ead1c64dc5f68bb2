import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { password, startTestIdentity, type TestIdentity } from './_identity.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity({
    IDENTITY_SIGN_IN_FAILURES_PER_ACCOUNT: '3',
    IDENTITY_SIGN_IN_FAILURES_PER_ADDRESS: '8',
  });
});
afterAll(async () => identity?.[Symbol.asyncDispose]());

const exceeded = { status: 429, body: { code: 'SIGN_IN_ATTEMPTS_EXCEEDED' } };

describe('guessing passwords', () => {
  it('of one account ends after the configured failures, with the time to wait', async () => {
    await identity.makeUser('guessed@example.org');
    const browser = identity.browser('192.0.2.10');
    for (let guess = 0; guess < 3; guess += 1) {
      expect((await browser.signIn('guessed@example.org', `guess number ${guess}`)).status).toBe(401);
    }
    const refused = await browser.signIn('guessed@example.org');
    expect(refused).toMatchObject(exceeded);
    expect(refused.body.retryAfterSeconds).toBeGreaterThan(800);
    expect(Number(refused.headers.get('retry-after'))).toBe(refused.body.retryAfterSeconds);
    // Its owner, who comes from elsewhere, is not locked out by it.
    expect((await identity.browser('198.51.100.1').signIn('guessed@example.org')).status).toBe(200);
  });

  it('at two replicas counts together', async () => {
    await identity.makeUser('replicated@example.org');
    const second = await identity.replica();
    const [here, there] = [identity.browser('192.0.2.11'), identity.browser('192.0.2.11', second.url)];
    expect((await here.signIn('replicated@example.org', 'guess number one')).status).toBe(401);
    expect((await there.signIn('replicated@example.org', 'guess number two')).status).toBe(401);
    expect((await here.signIn('replicated@example.org', 'guess number three')).status).toBe(401);
    expect(await there.signIn('replicated@example.org')).toMatchObject(exceeded);
  });

  it('with many at once gets no more of them', async () => {
    await identity.makeUser('raced@example.org');
    const browser = identity.browser('192.0.2.12');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, guess) => browser.signIn('raced@example.org', `guess number ${guess}`)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(9);
  });

  it('of many accounts from one address ends too, and behind another address does not', async () => {
    const browser = identity.browser('192.0.2.13');
    for (let account = 0; account < 8; account += 1)
      await browser.signIn(`sprayed-${account}@example.org`, 'winter2026!');
    expect(await browser.signIn('sprayed-9@example.org', 'winter2026!')).toMatchObject(exceeded);
    expect((await identity.browser('192.0.2.14').signIn('sprayed-9@example.org', 'winter2026!')).status).toBe(401);
  });

  it('is not what a school does whose people all sign in from one address', async () => {
    const users = await Promise.all([...'abcdefghijkl'].map((name) => identity.makeUser(`${name}@school.example`)));
    const answers = await Promise.all(users.map(({ email }) => identity.browser('192.0.2.15').signIn(email)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it('is forgotten after the right one', async () => {
    await identity.makeUser('typo@example.org');
    const browser = identity.browser('192.0.2.16');
    for (let round = 0; round < 3; round += 1) {
      expect((await browser.signIn('typo@example.org', 'a typing mistake')).status).toBe(401);
      expect((await browser.signIn('typo@example.org')).status).toBe(200);
    }
  });

  it('at the change of a password is limited as well', async () => {
    await identity.makeUser('change@example.org');
    const browser = identity.browser('192.0.2.17');
    await browser.signIn('change@example.org');
    const change = (currentPassword: string) =>
      browser.request('/change-password', { body: { currentPassword, newPassword: 'another long password' } });
    for (let guess = 0; guess < 3; guess += 1) expect((await change(`guess ${guess}`)).status).toBe(400);
    expect(await change(password)).toMatchObject(exceeded);
  });
});

describe('bodies that are not what they should be', () => {
  it.each([
    ['a form, which could not be counted', 'email=a%40b.example&password=x', 'application/x-www-form-urlencoded', 400],
    ['broken JSON', '{"email":', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['another type', 'hello', 'text/plain', 415],
    ['more than a few fields', JSON.stringify({ email: 'a'.repeat(70_000) }), 'application/json', 413],
  ])('%s', async (_name, body, type, status) => {
    const answer = await identity
      .browser('192.0.2.20')
      .request('/sign-in/email', { body, headers: { 'content-type': type } });
    expect(answer.status).toBe(status);
    expect(typeof (answer.body.code ?? answer.body.errors?.[0]?.extensions?.code)).toBe('string');
  });
});
