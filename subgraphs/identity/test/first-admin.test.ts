import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { demoPassword } from '../src/auth/demo-account.ts';
import { password, startTestIdentity } from './_identity.ts';

const firstAdmin = {
  IDENTITY_BOOTSTRAP_ADMIN_EMAIL: 'Head@School.example',
  IDENTITY_BOOTSTRAP_ADMIN_PASSWORD: 'the first password',
};

describe('the first admin', () => {
  it('is made once, however many replicas start, and can sign in', async () => {
    await using identity = await startTestIdentity(firstAdmin);
    await Promise.all([identity.replica(), identity.replica()]);
    expect(await identity.sql('select email, roles from identity.users')).toEqual([
      { email: 'head@school.example', roles: ['LEARNER', 'ADMIN'] },
    ]);
    const browser = identity.browser();
    await browser.signIn('head@school.example', 'the first password');
    expect(decodeJwt(await browser.token())).toMatchObject({ roles: ['LEARNER', 'ADMIN'] });
  });

  it('is not made again where there is an admin, and keeps a changed password', async () => {
    await using identity = await startTestIdentity(firstAdmin);
    const browser = identity.browser();
    await browser.signIn('head@school.example', 'the first password');
    const change = { currentPassword: 'the first password', newPassword: 'a second password' };
    expect((await browser.request('/change-password', { body: change })).status).toBe(200);
    await identity.replica();
    expect((await identity.browser().signIn('head@school.example', 'the first password')).status).toBe(401);
    expect((await identity.browser().signIn('head@school.example', 'a second password')).status).toBe(200);
  });

  it('is an existing account where one has the address', async () => {
    await using identity = await startTestIdentity(firstAdmin);
    await identity.sql(`update identity.users set roles = '{LEARNER}'`);
    await identity.replica();
    expect(await identity.sql('select roles from identity.users')).toEqual([{ roles: ['LEARNER', 'ADMIN'] }]);
  });
});

describe('the accounts of the demo school', () => {
  it('cannot be used in production, with the password everybody knows', async () => {
    await using identity = await startTestIdentity({
      NODE_ENV: 'production',
      LECTERN_PUBLIC_URL: 'http://localhost:4000',
    });
    await identity.makeUser('admin@example.com', 'ADMIN');
    expect(await identity.browser().signIn(' Admin@Example.com', demoPassword)).toMatchObject({
      status: 403,
      body: { code: 'DEMO_ACCOUNT_REFUSED' },
    });
    expect((await identity.browser().signIn('admin@example.com', password)).status).toBe(200);
  });
});
