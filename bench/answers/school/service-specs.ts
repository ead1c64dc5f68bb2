import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { freePort } from '@lectern/embedded-services';
import { gatewayNode } from '@lectern/stack/gateway-node';
import type { ServiceSpec } from './service-process.ts';
import type { SchoolOptions } from './start-school.ts';
import { databaseUrl } from './stores.ts';

const root = resolve(import.meta.dirname, '../../..');
const subgraphs = ['identity', 'course', 'exam', 'reporting'] as const;
export type ServiceName = (typeof subgraphs)[number] | 'gateway';

export type SpecFacts = {
  readonly url: string;
  readonly folder: string;
  readonly ports: { readonly gateway: number; readonly exam: number };
  readonly options: SchoolOptions;
  readonly redisPrefix: string;
  readonly jwksUrl: string;
  readonly postgresUrl: string;
  readonly redisUrl: string;
};

/** How each service is started: as in production, with trusted documents only. `port` in place of the usual one. */
export async function serviceSpecs(facts: SpecFacts): Promise<(name: ServiceName, port?: number) => ServiceSpec> {
  const { url, folder, options } = facts;
  const ports: Record<ServiceName, number> = {
    ...facts.ports,
    identity: await freePort(),
    course: await freePort(),
    reporting: await freePort(),
  };
  const urlOf = (name: ServiceName) => `http://127.0.0.1:${ports[name]}`;
  const urls = Object.fromEntries(subgraphs.map((name) => [`LECTERN_${name.toUpperCase()}_URL`, urlOf(name)]));
  const secrets = { LECTERN_SIGNING_SECRET: randomSecret(), IDENTITY_SECRET: randomSecret() };
  const common = {
    ...urls,
    ...secrets,
    LECTERN_LOG_LEVEL: 'info',
    LECTERN_LOG_FORMAT: 'json',
    LECTERN_REDIS_PREFIX: facts.redisPrefix,
    LECTERN_PUBLIC_URL: url,
    NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
  };
  const envOf = (name: ServiceName, port: number): Record<string, string> => {
    if (name === 'gateway') return { ...common, ...gatewayEnv(facts, port, urlOf), ...gatewayNode.env };
    const prefix = name.toUpperCase();
    return {
      ...common,
      [`${prefix}_HOST`]: '127.0.0.1',
      [`${prefix}_PORT`]: `${port}`,
      [`${prefix}_DB_URL`]: databaseUrl(facts.postgresUrl, name),
      [`${prefix}_REDIS_URL`]: facts.redisUrl,
    };
  };
  return (name, port = ports[name]) => ({
    name,
    cwd: name === 'gateway' ? join(root, name) : join(root, 'subgraphs', name),
    args: [...gatewayNode.flags, ...(options.nodeFlags?.[name] ?? []), 'src/main.ts'],
    env: envOf(name, port),
    url: `http://127.0.0.1:${port}`,
    logFile: join(folder, 'logs', `${name}-${port}.log`),
  });
}

function gatewayEnv(facts: SpecFacts, port: number, urlOf: (name: ServiceName) => string): Record<string, string> {
  const at = (name: ServiceName) => (name === 'exam' && facts.options.examUrl) || urlOf(name);
  return {
    GATEWAY_HOST: '127.0.0.1',
    GATEWAY_PORT: `${port}`,
    GATEWAY_REDIS_URL: facts.redisUrl,
    GATEWAY_SUPERGRAPH: join(root, 'schema/supergraph.graphql'),
    // Nobody asks for films here, but the supergraph names who has them.
    GATEWAY_SUBGRAPH_URLS: [...subgraphs.map((name) => `${name}=${at(name)}`), `video-access=http://127.0.0.1:9`].join(
      ',',
    ),
    GATEWAY_JWKS_URL: facts.jwksUrl,
    GATEWAY_TRUSTED_DOCUMENTS: join(root, 'client/sdk/src/generated/trusted-documents.json'),
    GATEWAY_SUPERGRAPH_WATCH: 'false',
  };
}

const randomSecret = (): string => randomBytes(32).toString('hex');
