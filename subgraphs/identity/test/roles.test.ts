import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startTestIdentity, type TestIdentity } from './_identity.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(async () => identity?.[Symbol.asyncDispose]());

const setRoles = `mutation ($userId: ID!, $roles: [Role!]!) {
  setUserRoles(input: { userId: $userId, roles: $roles }) { user { id roles } }
}`;
const setSuspended = `mutation ($userId: ID!, $isSuspended: Boolean!) {
  setUserSuspended(input: { userId: $userId, isSuspended: $isSuspended }) { user { isSuspended } }
}`;
const codeOf = (answer: { errors?: readonly { extensions?: { code?: string } }[] }) =>
  answer.errors?.[0]?.extensions?.code;
const eventsOf = (userId: string) =>
  identity.sql(`select type, payload from identity.outbox where payload ->> 'userId' = ? order by position`, [userId]);
const ended = (userId: string) => ({ type: 'identity.user.sessions-ended.v1', payload: { userId } });

describe('changing roles', () => {
  it('takes effect with the next sign-in, ends the sessions, and is told to everyone', async () => {
    const admin = await identity.makeUser('admin1@example.org', 'ADMIN');
    const user = await identity.makeUser('promoted@example.org');
    const browser = identity.browser();
    await browser.signIn(user.email);
    expect(decodeJwt(await browser.token())).toMatchObject({ roles: ['LEARNER'] });

    const answer = await identity.graph(admin.viewer, setRoles, { userId: user.id, roles: ['INSTRUCTOR'] });
    expect(answer.data.setUserRoles.user.roles).toEqual(['LEARNER', 'INSTRUCTOR']);
    expect((await browser.request('/token')).status).toBe(401);
    await browser.signIn(user.email);
    expect(decodeJwt(await browser.token())).toMatchObject({ roles: ['LEARNER', 'INSTRUCTOR'] });
    const roles = ['LEARNER', 'INSTRUCTOR'];
    expect(await eventsOf(user.id)).toEqual([
      { type: 'identity.user.roles-changed.v1', payload: { userId: user.id, roles } },
      ended(user.id),
    ]);
    const log = await identity.sql('select change, by from identity.user_log where user_id = ? order by id', [user.id]);
    expect(log).toEqual([
      { change: 'CREATED', by: 'service:test' },
      { change: 'ROLES_SET', by: admin.id },
    ]);
  });

  it('to what they are changes nothing', async () => {
    const admin = await identity.makeUser('admin2@example.org', 'ADMIN');
    const user = await identity.makeUser('same@example.org');
    const browser = identity.browser();
    await browser.signIn(user.email);
    await identity.graph(admin.viewer, setRoles, { userId: user.id, roles: [] });
    expect(await eventsOf(user.id)).toEqual([]);
    expect(await browser.token()).toBeTruthy();
  });

  it('is for admins, of accounts that exist', async () => {
    const admin = await identity.makeUser('admin3@example.org', 'ADMIN');
    const teacher = await identity.makeUser('teacher3@example.org', 'INSTRUCTOR');
    const change = { userId: teacher.id, roles: ['ADMIN'] };
    expect(codeOf(await identity.graph(teacher.viewer, setRoles, change))).toBe('FORBIDDEN');
    expect(codeOf(await identity.graph(admin.viewer, setRoles, { ...change, userId: 'nobody' }))).toBe(
      'USER_NOT_FOUND',
    );
    expect(codeOf(await identity.graph(admin.viewer, setRoles, { ...change, roles: ['KING'] }))).toBe('BAD_USER_INPUT');
  });
});

describe('the last admin', () => {
  it('cannot lose the role nor be suspended, however it is raced', async () => {
    await using own = await startTestIdentity();
    const [one, two] = [await own.makeUser('one@example.org', 'ADMIN'), await own.makeUser('two@example.org', 'ADMIN')];
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([
        own.graph(one.viewer, setRoles, { userId: two.id, roles: [] }),
        own.graph(two.viewer, setRoles, { userId: one.id, roles: [] }),
        own.graph(one.viewer, setSuspended, { userId: two.id, isSuspended: true }),
        own.graph(two.viewer, setSuspended, { userId: one.id, isSuspended: true }),
      ]);
      const admins = await own.sql<{ id: string }>(
        `select id from identity.users where 'ADMIN' = any (roles) and not is_suspended`,
      );
      expect(admins).toHaveLength(1);
      expect(answers.map(codeOf).filter((code) => code !== undefined)).toContain('LAST_ADMIN_REQUIRED');
      await own.sql(`update identity.users set roles = '{LEARNER,ADMIN}', is_suspended = false`);
    }
  });
});

describe('suspending an account', () => {
  it('ends its sessions, refuses sign-in and tokens, and is undone by restoring', async () => {
    const admin = await identity.makeUser('admin4@example.org', 'ADMIN');
    const user = await identity.makeUser('suspended@example.org');
    const browser = identity.browser('192.0.2.30');
    await browser.signIn(user.email);
    await browser.token();

    await identity.graph(admin.viewer, setSuspended, { userId: user.id, isSuspended: true });
    expect((await browser.request('/token')).status).toBe(401);
    const refused = await browser.signIn(user.email);
    expect(refused).toMatchObject({ status: 403, body: { code: 'ACCOUNT_SUSPENDED' } });
    expect(await identity.sql('select 1 from identity.sessions where user_id = ?', [user.id])).toEqual([]);
    expect(await eventsOf(user.id)).toEqual([ended(user.id)]);
    expect((await browser.signIn(user.email, 'a wrong password')).body.code).toBe('INVALID_EMAIL_OR_PASSWORD');

    await identity.graph(admin.viewer, setSuspended, { userId: user.id, isSuspended: false });
    expect((await browser.signIn(user.email)).status).toBe(200);
  });

  it('leaves no session behind when the person signs in at that moment', async () => {
    const admin = await identity.makeUser('admin5@example.org', 'ADMIN');
    for (let round = 0; round < 5; round += 1) {
      const user = await identity.makeUser(`race-${round}@example.org`);
      const browser = identity.browser(`198.51.100.${round}`);
      await Promise.all([
        browser.signIn(user.email),
        identity.graph(admin.viewer, setSuspended, { userId: user.id, isSuspended: true }),
      ]);
      expect((await browser.request('/token')).status).not.toBe(200);
      expect(await identity.sql('select 1 from identity.sessions where user_id = ?', [user.id])).toEqual([]);
    }
  });

  it('makes a session that was left useless', async () => {
    const user = await identity.makeUser('left@example.org');
    const browser = identity.browser();
    await browser.signIn(user.email);
    await identity.sql('update identity.users set is_suspended = true where id = ?', [user.id]);
    expect(await browser.request('/token')).toMatchObject({ status: 403, body: { code: 'ACCOUNT_SUSPENDED' } });
  });
});

describe('signing out', () => {
  it('is told to the gateways for the session it ends, and for no other', async () => {
    const user = await identity.makeUser('leaving@example.org');
    const [laptop, phone] = [identity.browser(), identity.browser()];
    await laptop.signIn(user.email);
    await phone.signIn(user.email);
    const { sid } = decodeJwt(await laptop.token());
    await laptop.request('/sign-out', { body: {} });
    const event = { type: 'identity.user.sessions-ended.v1', payload: { userId: user.id, sessionId: sid } };
    expect(await eventsOf(user.id)).toEqual([event]);
    expect((await phone.request('/token')).status).toBe(200);
  });

  it('elsewhere is told for each of the other sessions', async () => {
    const user = await identity.makeUser('elsewhere@example.org');
    const [laptop, phone] = [identity.browser(), identity.browser()];
    await laptop.signIn(user.email);
    await phone.signIn(user.email);
    const { sid } = decodeJwt(await phone.token());
    await laptop.request('/revoke-other-sessions', { body: {} });
    const event = { type: 'identity.user.sessions-ended.v1', payload: { userId: user.id, sessionId: sid } };
    expect(await eventsOf(user.id)).toEqual([event]);
  });
});
