import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service } from '@lectern/runtime';
import { type TestRedis, testRedis, testSigningSecret } from '@lectern/testing';
import type { FastifyInstance } from 'fastify';
import { type GatewayConfig, readGatewayConfig } from '../src/config.ts';
import { type GatewayOverrides, startGateway } from '../src/service.ts';
import { composeSolarSystem, publicUrl, type SolarSystem, startSolarSystem } from './_solar-system.ts';

export type Answer = {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of `data` is known only to the test, which asserts it
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
};

export type TestGateway = AsyncDisposable & {
  readonly url: string;
  readonly config: GatewayConfig;
  readonly redis: TestRedis;
  readonly solarSystem: SolarSystem;
  /** A folder of this gateway's own; holds `supergraph.graphql`. */
  readonly folder: string;
  post(body: unknown, headers?: Record<string, string>): Promise<{ status: number; headers: Headers; body: Answer }>;
  ask(query: string, variables?: Record<string, unknown>, token?: string): Promise<Answer>;
  /** Ends the gateway alone. */
  stop(): Promise<void>;
};

/** A gateway before the solar system. `env` goes over the defaults. */
export async function startTestGateway(
  env: Record<string, string> = {},
  options: {
    readonly routes?: (app: FastifyInstance) => void;
    readonly files?: Record<string, string>;
    readonly replace?: Record<string, string>;
    readonly overrides?: GatewayOverrides;
  } = {},
): Promise<TestGateway> {
  await using stack = new AsyncDisposableStack();
  const redis = stack.use(await testRedis());
  const solarSystem = stack.use(await startSolarSystem(options.routes));
  const folder = await mkdtemp(join(tmpdir(), 'lectern-gateway-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const files = { 'supergraph.graphql': composeSolarSystem(), ...options.files };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const config = readGatewayConfig({
    NODE_ENV: 'test',
    GATEWAY_PORT: '0',
    GATEWAY_REDIS_URL: redis.url,
    LECTERN_REDIS_PREFIX: redis.prefix,
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    LECTERN_LOG_FORMAT: 'json',
    LECTERN_PUBLIC_URL: publicUrl,
    GATEWAY_SUPERGRAPH: join(folder, 'supergraph.graphql'),
    GATEWAY_SUBGRAPH_URLS: Object.entries({ ...solarSystem.urls, ...options.replace })
      .map(([name, url]) => `${name}=${url}`)
      .join(),
    GATEWAY_JWKS_URL: `${solarSystem.urls.accounts}/keys`,
    GATEWAY_API_KEY_LOOKUP: 'accounts',
    GATEWAY_SESSION_EVENTS: 'identity.events',
    GATEWAY_ROUTES: '/files=planets',
    ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replaceAll('{folder}', folder)])),
  });
  const gateway: Service = stack.use(await startGateway(config, options.overrides));

  const resources = stack.move();

  const post: TestGateway['post'] = async (body, headers = {}) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
  };
  return {
    url: gateway.url,
    config,
    redis,
    solarSystem,
    folder,
    post,
    async ask(query, variables, token) {
      const answer = await post({ query, variables }, token === undefined ? {} : bearer(token));
      return answer.body;
    },
    stop: async () => gateway[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: async () => resources.disposeAsync(),
  };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** The codes of an answer's errors. */
export function codesOf(answer: Answer): readonly unknown[] {
  return (answer.errors ?? []).map(({ extensions }) => extensions.code);
}
