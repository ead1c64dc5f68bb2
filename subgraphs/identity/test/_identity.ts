import { migrate, rows } from '@lectern/postgres';
import type { Viewer } from '@lectern/request-signing';
import { createSigner, signatureHeader } from '@lectern/request-signing';
import type { Service } from '@lectern/runtime';
import { serviceViewer, signedRequest, testDatabase, testRedis, testSigningSecret, userViewer } from '@lectern/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { type IdentityConfig, readIdentityConfig } from '../src/config.ts';
import { createIdentityOrm } from '../src/db/orm.ts';
import { type IdentityOverrides, startIdentityService } from '../src/service.ts';

export const publicUrl = 'http://localhost:4000';
export const password = 'a password of tests';

export type AuthAnswer = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is known only to the test, which asserts it
  readonly body: any;
};

export type AuthRequest = {
  readonly body?: unknown;
  readonly method?: 'GET' | 'POST';
  /** Where the gateway says the client is. */
  readonly address?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type TestIdentity = AsyncDisposable & {
  readonly url: string;
  readonly config: IdentityConfig;
  readonly orm: MikroORM;
  readonly redis: { readonly url: string; readonly prefix: string };
  /** A further replica on the same database and Redis. */
  replica(overrides?: IdentityOverrides): Promise<Service>;
  /** An operation signed as the gateway's, for a viewer. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  graph(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<{ data?: any; errors?: any }>;
  browser(address?: string, url?: string): Browser;
  sql<T extends object>(text: string, params?: readonly unknown[]): Promise<T[]>;
  /** Makes an account as a service would, with `password`. */
  makeUser(email: string, ...roles: string[]): Promise<{ id: string; email: string; viewer: Viewer }>;
};

/** A client that keeps its cookies, as one behind the gateway looks to identity. */
export type Browser = {
  readonly cookies: ReadonlyMap<string, string>;
  request(path: string, request?: AuthRequest): Promise<AuthAnswer>;
  signIn(email: string, withPassword?: string): Promise<AuthAnswer>;
  /** The access token of the session. */
  token(): Promise<string>;
};

export function testConfig(env: Readonly<Record<string, string>>): IdentityConfig {
  return readIdentityConfig({
    NODE_ENV: 'test',
    IDENTITY_PORT: '0',
    IDENTITY_DB_POOL_MAX: '4',
    LECTERN_SIGNING_SECRET: testSigningSecret,
    IDENTITY_SECRET: 'Zk3-test-secret-of-identity-7Qw9_xY2',
    LECTERN_PUBLIC_URL: publicUrl,
    LECTERN_LOG_LEVEL: 'silent',
    LECTERN_LOG_FORMAT: 'json',
    ...env,
  });
}

/** The real service on a database and a Redis prefix of its own. */
export async function startTestIdentity(
  env: Readonly<Record<string, string>> = {},
  overrides: IdentityOverrides = {},
): Promise<TestIdentity> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase('identity', migrateIdentity));
  const redis = stack.use(await testRedis());
  const config = testConfig({
    IDENTITY_DB_URL: database.url,
    IDENTITY_REDIS_URL: redis.url,
    LECTERN_REDIS_PREFIX: redis.prefix,
    ...env,
  });
  const orm = stack.adopt(await createIdentityOrm(config), (used) => used.close(true));
  const service = stack.use(await startIdentityService(config, overrides));
  const replicas = stack.use(new AsyncDisposableStack());
  const sql: TestIdentity['sql'] = (text, params) => rows(orm.em.fork(), text, params);
  const graph: TestIdentity['graph'] = async (viewer, query, variables) =>
    (await signedRequest({ url: service.url, audience: 'identity', viewer, query, ...(variables && { variables }) }))
      .body;
  const resources = stack.move();
  return {
    url: service.url,
    config,
    orm,
    redis,
    sql,
    graph,
    replica: async (of) => replicas.use(await startIdentityService(config, of)),
    browser: (address, url) => createBrowser(url ?? service.url, address),
    async makeUser(email, ...roles) {
      const mutation = 'mutation ($input: CreateUsersInput!) { createUsers(input: $input) { users { id } } }';
      const users = [{ name: email.slice(0, email.indexOf('@')), email, password, roles }];
      const answer = await graph(serviceViewer('test'), mutation, { input: { users } });
      const { id } = answer.data.createUsers.users[0];
      return { id, email, viewer: userViewer(id, 'LEARNER', ...roles) };
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function migrateIdentity(url: string): Promise<void> {
  const orm = await createIdentityOrm({ dbUrl: url, dbPoolMax: 2 });
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}

const sign = createSigner('gateway', testSigningSecret);

export function createBrowser(url: string, defaultAddress = '192.0.2.1'): Browser {
  const cookies = new Map<string, string>();
  async function request(path: string, { body, method, address, headers }: AuthRequest = {}): Promise<AuthAnswer> {
    const usedMethod = method ?? (body === undefined ? 'GET' : 'POST');
    const full = `/api/auth${path}`;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(full, url), {
      method: usedMethod,
      redirect: 'manual',
      headers: {
        origin: publicUrl,
        'x-forwarded-for': address ?? defaultAddress,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie && { cookie }),
        [signatureHeader]: sign({
          audience: 'identity',
          method: usedMethod,
          path: full,
          body: 'stream',
          viewer: { kind: 'ANONYMOUS' },
        }),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  }
  return {
    cookies,
    request,
    signIn: (email, withPassword = password) => request('/sign-in/email', { body: { email, password: withPassword } }),
    async token() {
      const { status, body } = await request('/token');
      if (status !== 200) throw new Error(`no token: ${status} ${JSON.stringify(body)}`);
      return body.token;
    },
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
  if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) cookies.delete(name);
  else cookies.set(name, value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
