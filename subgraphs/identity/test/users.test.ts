import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import { serviceViewer, userViewer } from '@lectern/testing';
import { pino } from 'pino';
import { createIdentityOrm } from '../src/db/orm.ts';
import { createUserLoader } from '../src/graphql/loaders.ts';
import { startTestIdentity, type TestIdentity } from './_identity.ts';

type Someone = Awaited<ReturnType<TestIdentity['makeUser']>>;
let identity: TestIdentity;
let ann: Someone;
let bob: Someone;
let teacher: Someone;
let proctor: Someone;
let admin: Someone;
const anonymous: Viewer = { kind: 'ANONYMOUS' };

beforeAll(async () => {
  identity = await startTestIdentity();
  admin = await identity.makeUser('admin@example.org', 'ADMIN');
  teacher = await identity.makeUser('teacher@example.org', 'INSTRUCTOR');
  proctor = await identity.makeUser('proctor@example.org', 'PROCTOR');
  ann = await identity.makeUser('ann@example.org');
  bob = await identity.makeUser('bob@example.org');
});
afterAll(async () => identity?.[Symbol.asyncDispose]());

const who = () => ({ ann, bob, teacher, proctor, admin });
const viewerOf = (name: string): Viewer =>
  name === 'anonymous' ? anonymous : name === 'service' ? serviceViewer('exam') : who()[name as 'ann'].viewer;
const codeOf = (answer: { errors?: readonly { extensions?: { code?: string } }[] }) =>
  answer.errors?.[0]?.extensions?.code;

describe('who sees what of an account', () => {
  const query = 'query ($id: ID!) { user(id: $id) { name email roles isSuspended } }';
  const contact = { name: 'ann', email: 'ann@example.org', roles: ['LEARNER'], isSuspended: null };
  it.each([
    ['its owner', 'ann', contact],
    ['another learner', 'bob', null],
    ['nobody signed in', 'anonymous', null],
    ['an instructor', 'teacher', contact],
    ['a proctor', 'proctor', contact],
    ['an admin', 'admin', { ...contact, isSuspended: false }],
  ])('%s', async (_name, viewer, expected) => {
    const answer = await identity.graph(viewerOf(viewer), query, { id: ann.id });
    expect(answer).toEqual({ data: { user: expected } });
  });

  it('is null for ids that name nobody, whatever they look like', async () => {
    for (const id of ['', 'nobody', "'; drop table users", '00000000-0000-7000-8000-000000000000']) {
      expect((await identity.graph(admin.viewer, query, { id })).data).toEqual({ user: null });
    }
  });

  it('the viewer is who asks, and null for nobody', async () => {
    const viewer = '{ viewer { id email roles locale } }';
    expect((await identity.graph(ann.viewer, viewer)).data.viewer).toMatchObject({ id: ann.id, email: ann.email });
    expect((await identity.graph(anonymous, viewer)).data).toEqual({ viewer: null });
  });
});

describe('the User entity', () => {
  const query = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on User { id name email } }
  }`;
  const representations = (ids: readonly string[]) => ids.map((id) => ({ __typename: 'User', id }));

  it('shows the name to everyone and the address to few', async () => {
    const answer = await identity.graph(anonymous, query, { representations: representations([teacher.id]) });
    expect(answer.data._entities).toEqual([{ id: teacher.id, name: 'teacher', email: null }]);
  });

  it('comes in the order asked for, null where there is none', async () => {
    const ids = [bob.id, 'nobody', ann.id, bob.id];
    const answer = await identity.graph(anonymous, query, { representations: representations(ids) });
    const found = answer.data._entities.map((user: { id: string } | null) => user?.id ?? null);
    expect(found).toEqual([bob.id, null, ann.id, bob.id]);
  });

  it('is read with one statement, however many are asked for', async () => {
    const statements: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line) => void statements.push(line) });
    const orm = await createIdentityOrm(identity.config, logger);
    try {
      orm.config.set('debug', ['query']);
      const loader = createUserLoader(orm.em.fork());
      const users = await Promise.all([bob.id, 'nobody', ann.id, bob.id].map((id) => loader.load(id)));
      expect(users.map((user) => user?.id)).toEqual([bob.id, undefined, ann.id, bob.id]);
      expect(statements).toHaveLength(1);
    } finally {
      await orm.close(true);
    }
  });
});

describe('the list of accounts', () => {
  const query = `query ($first: Int, $after: String, $search: String, $role: Role) {
    users(first: $first, after: $after, search: $search, role: $role) {
      edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount
    }
  }`;
  const names = (answer: { data?: { users: { edges: { node: { name: string } }[] } } }) =>
    answer.data?.users.edges.map(({ node }) => node.name);

  it('is for instructors and admins', async () => {
    expect(codeOf(await identity.graph(anonymous, query))).toBe('UNAUTHENTICATED');
    expect(codeOf(await identity.graph(ann.viewer, query))).toBe('FORBIDDEN');
    expect(codeOf(await identity.graph(proctor.viewer, query))).toBe('FORBIDDEN');
    expect(codeOf(await identity.graph(teacher.viewer, query))).toBeUndefined();
  });

  it('comes newest first, page by page, with none twice and none left out', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const answer = await identity.graph(admin.viewer, query, { first: 2, after, search: '@example.org' });
      seen.push(...(names(answer) ?? []));
      expect(answer.data.users.totalCount).toBe(5);
      after = answer.data.users.pageInfo.hasNextPage ? answer.data.users.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(['bob', 'ann', 'proctor', 'teacher', 'admin']);
  });

  it('is searched by name and address, and percent signs mean themselves', async () => {
    expect(names(await identity.graph(admin.viewer, query, { search: 'TEACH' }))).toEqual(['teacher']);
    expect(names(await identity.graph(admin.viewer, query, { search: '%' }))).toEqual([]);
    expect(names(await identity.graph(admin.viewer, query, { search: '_ob' }))).toEqual([]);
    expect(names(await identity.graph(admin.viewer, query, { role: 'PROCTOR' }))).toEqual(['proctor']);
  });

  it.each([
    ['too large a page', { first: 101 }, 'PAGE_TOO_LARGE'],
    ['an empty page', { first: 0 }, 'PAGE_TOO_LARGE'],
    ['a cursor of no list', { after: 'nonsense' }, 'BAD_CURSOR'],
  ])('refuses %s', async (_name, variables, code) => {
    expect(codeOf(await identity.graph(admin.viewer, query, variables))).toBe(code);
  });
});

describe('making accounts', () => {
  const mutation = `mutation ($input: CreateUsersInput!) {
    createUsers(input: $input) { users { email name roles locale } }
  }`;
  const create = (viewer: Viewer, ...users: object[]) => identity.graph(viewer, mutation, { input: { users } });

  it('is for admins', async () => {
    expect(codeOf(await create(teacher.viewer, { name: 'X', email: 'x@example.org' }))).toBe('FORBIDDEN');
  });

  it('gives them back in order, and those without a password cannot sign in with one', async () => {
    const answer = await create(
      admin.viewer,
      { name: 'Zed', email: 'Zed@example.org', roles: ['PROCTOR'], locale: 'id' },
      { name: 'Amy', email: 'amy@example.org', password: 'a long password' },
    );
    expect(answer.data.createUsers.users).toEqual([
      { email: 'zed@example.org', name: 'Zed', roles: ['LEARNER', 'PROCTOR'], locale: 'id' },
      { email: 'amy@example.org', name: 'Amy', roles: ['LEARNER'], locale: 'en' },
    ]);
    expect((await identity.browser().signIn('amy@example.org', 'a long password')).status).toBe(200);
    expect((await identity.browser().signIn('zed@example.org', '')).status).toBe(401);
  });

  it.each([
    ['an address that is taken', { name: 'Ann', email: 'ANN@example.org' }, 'USER_EMAIL_TAKEN', undefined],
    ['no address', { name: 'Ann', email: 'nothing' }, 'BAD_INPUT', 'users.1.email'],
    ['a short password', { name: 'Ann', email: 'n@example.org', password: 'short' }, 'BAD_INPUT', 'users.1.password'],
    ['the same address twice', { name: 'First', email: 'first@example.org' }, 'BAD_INPUT', 'users.1.email'],
    ['no name', { name: ' ', email: 'n@example.org' }, 'BAD_INPUT', 'users.1.name'],
    ['a language that is none', { name: 'N', email: 'n@example.org', locale: '??' }, 'BAD_INPUT', 'users.1.locale'],
  ])('makes none of them when one has %s', async (_name, bad, code, field) => {
    const answer = await create(admin.viewer, { name: 'First', email: 'first@example.org' }, bad);
    expect(codeOf(answer)).toBe(code);
    if (field) expect(answer.errors[0].extensions.field).toBe(field);
    expect(await identity.sql(`select 1 from identity.users where email = 'first@example.org'`)).toEqual([]);
  });

  it('raced for one address makes one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => create(admin.viewer, { name: 'One', email: 'one@example.org' })),
    );
    expect(answers.filter((answer) => !answer.errors)).toHaveLength(1);
    expect(answers.filter((answer) => codeOf(answer) === 'USER_EMAIL_TAKEN')).toHaveLength(4);
  });
});

describe('one’s own profile', () => {
  const mutation = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { name locale } } }';

  it('is changed where something is given', async () => {
    const { viewer } = await identity.makeUser('profile@example.org');
    const change = (input: object) => identity.graph(viewer, mutation, { input });
    expect((await change({ name: ' Siti ' })).data.updateProfile.user).toEqual({ name: 'Siti', locale: 'en' });
    expect((await change({ locale: 'id' })).data.updateProfile.user).toEqual({ name: 'Siti', locale: 'id' });
    expect(codeOf(await change({ name: '' }))).toBe('BAD_INPUT');
    expect(codeOf(await identity.graph(anonymous, mutation, { input: {} }))).toBe('UNAUTHENTICATED');
  });
});

describe('the internal door', () => {
  const query = 'query ($ids: [ID!]!) { usersByIds(ids: $ids) { id email isSuspended } }';

  it('gives services accounts by id and people nothing', async () => {
    const answer = await identity.graph(serviceViewer('scheduler'), query, { ids: [ann.id, 'nobody'] });
    expect(answer.data.usersByIds).toEqual([{ id: ann.id, email: ann.email, isSuspended: false }]);
    for (const viewer of [anonymous, ann.viewer, admin.viewer, userViewer('scheduler', 'SERVICE')]) {
      expect(codeOf(await identity.graph(viewer, query, { ids: [ann.id] }))).toBe('FORBIDDEN');
    }
  });

  const byEmail = 'query ($emails: [String!]!) { usersByEmail(emails: $emails) { id } }';
  const exam = serviceViewer('exam');

  it('gives services accounts by address, whatever its case, and people nothing', async () => {
    const emails = [` ${ann.email.toUpperCase()} `, 'nobody@example.org', '', 'a\0b', '\ud800@example.org'];
    const answer = await identity.graph(exam, byEmail, { emails });
    expect(answer.data.usersByEmail).toEqual([{ id: ann.id }]);
    for (const viewer of [anonymous, ann.viewer, admin.viewer, userViewer('exam', 'SERVICE')]) {
      expect(codeOf(await identity.graph(viewer, byEmail, { emails: [ann.email] }))).toBe('FORBIDDEN');
    }
  });

  it('takes a thousand addresses at once and no more', async () => {
    const emails = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@example.org`);
    expect((await identity.graph(exam, byEmail, { emails: emails(1_000) })).data.usersByEmail).toEqual([]);
    expect(codeOf(await identity.graph(exam, byEmail, { emails: emails(1_001) }))).toBe('BAD_INPUT');
  });
});
