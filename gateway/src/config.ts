import { type Env, type EnvReader, readWith } from '@lectern/runtime';
import { readForwardedRoutes, readNamedNumbers, readNamedUrls } from './read-named.ts';
import { readSupergraphPlace } from './read-supergraph-place.ts';
import { readTraces } from './read-traces.ts';
import type { SupergraphPlace } from './supergraph/sources/create-text.ts';
import type { TracesConfig } from './telemetry/tracer.ts';

export type OperationLimits = {
  /** Lexical tokens of a document. */
  readonly tokensMax: number;
  /** Levels of selection, fragments expanded; introspection is not counted. */
  readonly depthMax: number;
  /** Aliased fields, fragments expanded. */
  readonly aliasesMax: number;
  /** Fields at the root of an operation. */
  readonly rootFieldsMax: number;
  /** The most objects an operation may ask for; `gateway/README.md` says how they are counted. */
  readonly costMax: number;
};

/** Operations (root fields) per minute; 0 counts nothing. */
export type RateLimits = { readonly perViewer: number; readonly perApiKey: number; readonly perAddress: number };

export type GatewayConfig = {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly redis: { readonly url: string; readonly prefix: string };
  readonly log: { readonly level: string; readonly format: 'json' | 'pretty' };
  /** Undefined traces nothing. */
  readonly traces: TracesConfig | undefined;
  readonly signingSecret: string;
  readonly supergraph: SupergraphPlace;
  readonly subgraphs: {
    /** Base URLs by subgraph name, which replace those in the supergraph. */
    readonly urls: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
    /** Deadlines of single subgraphs by name, before `timeoutMs`. */
    readonly timeouts: Readonly<Record<string, number>>;
    readonly connectionsMax: number;
    /** Requests that may wait for a connection. */
    readonly queueMax: number;
    readonly responseBytesMax: number;
    /** Lines to each subgraph that knows them; 0: each request is one of HTTP. */
    readonly lines: number;
    /** After so many failures in a row nothing is sent for `openMs`; then one request tries. */
    readonly breaker: { readonly failures: number; readonly openMs: number };
  };
  readonly viewer: {
    readonly jwksUrl: string;
    readonly issuer: string;
    readonly audience: string;
    /** The subgraph that knows API keys; undefined refuses them all. */
    readonly apiKeyLookUp: string | undefined;
    readonly cookie: string;
    /** Name of the stream that tells of ended sessions and changed roles. */
    readonly sessionEvents: string | undefined;
  };
  readonly operations: {
    readonly limits: OperationLimits;
    readonly rates: RateLimits;
    /** Path of the manifest of trusted documents. */
    readonly trustedDocuments: string | undefined;
    /** Whether documents that are not trusted run too. */
    readonly areOpen: boolean;
    readonly isIntrospectable: boolean;
    /** Within this the whole of an operation has its answer. */
    readonly timeoutMs: number;
  };
  readonly http: {
    readonly bodyBytesMax: number;
    readonly anonymousBodyBytesMax: number;
    /** Lower-case names of client headers that subgraphs receive too. */
    readonly forwardedHeaders: readonly string[];
    readonly trustedProxies: readonly string[];
    /** Origins of browsers that may call from elsewhere; that of `publicUrl` is always among them. */
    readonly origins: readonly string[];
    /** Further origins that media and images may come from. */
    readonly mediaOrigins: readonly string[];
    readonly hasConsoles: boolean;
    readonly webRoot: string | undefined;
    /** Subgraph name by path prefix. */
    readonly routes: Readonly<Record<string, string>>;
  };
  readonly live: {
    readonly initTimeoutMs: number;
    readonly pingMs: number;
    /** Operations at a time on one connection. */
    readonly subscriptionsPerSocketMax: number;
    /** Zero allows any number; as for the two below. */
    readonly connectionsPerAddressMax: number;
    readonly connectionsPerViewerMax: number;
    /** Over all connections of a viewer; those of nobody are counted by address. */
    readonly subscriptionsPerViewerMax: number;
    /** Bytes that may wait for one client; above, it gets nothing until it has taken them. */
    readonly bufferBytesMax: number;
    /** How long a client may take nothing before its connection is closed. */
    readonly slowMs: number;
    /** Over which connections are closed when the gateway stops. */
    readonly drainMs: number;
  };
};

/** Reads and checks the environment; throws a ConfigError that names every wrong variable. */
export function readGatewayConfig(env: Env): GatewayConfig {
  return readWith(env, (reader) => {
    const isProduction =
      reader.oneOf('NODE_ENV', ['production', 'development', 'test'], { default: 'development' }) === 'production';
    const publicUrl = reader.url('LECTERN_PUBLIC_URL', { protocols: ['http', 'https'] });
    const subgraphs = readSubgraphs(reader);
    const config: GatewayConfig = {
      isProduction,
      host: reader.string('GATEWAY_HOST', { default: '127.0.0.1' }),
      port: reader.integer('GATEWAY_PORT', { default: 4000, min: 0, max: 65_535 }),
      publicUrl: publicUrl.replace(/\/+$/, ''),
      redis: {
        url: reader.url('GATEWAY_REDIS_URL', { protocols: ['redis', 'rediss'] }),
        prefix: reader.string('LECTERN_REDIS_PREFIX'),
      },
      log: {
        level: reader.string('LECTERN_LOG_LEVEL', { default: 'info' }),
        format: reader.oneOf('LECTERN_LOG_FORMAT', ['json', 'pretty'], {
          default: process.stdout.isTTY ? 'pretty' : 'json',
        }),
      },
      traces: readTraces(reader),
      signingSecret: reader.secret('LECTERN_SIGNING_SECRET', { minLength: 32 }),
      supergraph: readSupergraphPlace(reader, isProduction, subgraphs.urls),
      subgraphs,
      viewer: readViewer(reader, publicUrl),
      operations: readOperations(reader, isProduction),
      http: readHttp(reader, isProduction),
      live: {
        initTimeoutMs: reader.integer('GATEWAY_INIT_TIMEOUT_MS', { default: 5_000, min: 100 }),
        pingMs: reader.integer('GATEWAY_PING_MS', { default: 25_000, min: 100 }),
        subscriptionsPerSocketMax: reader.integer('GATEWAY_SUBSCRIPTIONS_PER_SOCKET_MAX', { default: 100, min: 1 }),
        connectionsPerAddressMax: reader.integer('GATEWAY_CONNECTIONS_PER_ADDRESS_MAX', { default: 10_000, min: 0 }),
        connectionsPerViewerMax: reader.integer('GATEWAY_CONNECTIONS_PER_VIEWER_MAX', { default: 50, min: 0 }),
        subscriptionsPerViewerMax: reader.integer('GATEWAY_SUBSCRIPTIONS_PER_VIEWER_MAX', { default: 1_000, min: 0 }),
        bufferBytesMax: reader.integer('GATEWAY_LIVE_BUFFER_BYTES_MAX', { default: 262_144, min: 1_024 }),
        slowMs: reader.integer('GATEWAY_LIVE_SLOW_MS', { default: 15_000, min: 100 }),
        drainMs: reader.integer('GATEWAY_DRAIN_MS', { default: 3_000, min: 0 }),
      },
    };
    checkTogether(reader, config);
    return config;
  });
}

function readSubgraphs(reader: EnvReader): GatewayConfig['subgraphs'] {
  return {
    urls: readNamedUrls(reader, 'GATEWAY_SUBGRAPH_URLS'),
    timeoutMs: reader.integer('GATEWAY_SUBGRAPH_TIMEOUT_MS', { default: 10_000, min: 1 }),
    timeouts: readNamedNumbers(reader, 'GATEWAY_SUBGRAPH_TIMEOUTS_MS'),
    connectionsMax: reader.integer('GATEWAY_SUBGRAPH_CONNECTIONS_MAX', { default: 64, min: 1 }),
    queueMax: reader.integer('GATEWAY_SUBGRAPH_QUEUE_MAX', { default: 1_000, min: 0 }),
    lines: reader.integer('GATEWAY_SUBGRAPH_LINES', { default: 1, min: 0, max: 64 }),
    breaker: {
      failures: reader.integer('GATEWAY_BREAKER_FAILURES', { default: 10, min: 1 }),
      openMs: reader.integer('GATEWAY_BREAKER_OPEN_MS', { default: 2_000, min: 1 }),
    },
    responseBytesMax: reader.integer('GATEWAY_SUBGRAPH_RESPONSE_BYTES_MAX', { default: 16_777_216, min: 1_024 }),
  };
}

function readViewer(reader: EnvReader, publicUrl: string): GatewayConfig['viewer'] {
  return {
    jwksUrl: reader.url('GATEWAY_JWKS_URL', { protocols: ['http', 'https'] }),
    issuer: reader.string('GATEWAY_TOKEN_ISSUER', { default: publicUrl }),
    audience: reader.string('GATEWAY_TOKEN_AUDIENCE', { default: 'lectern' }),
    apiKeyLookUp: reader.optional('GATEWAY_API_KEY_LOOKUP'),
    cookie: reader.string('GATEWAY_TOKEN_COOKIE', { default: 'lectern_access' }),
    sessionEvents: reader.optional('GATEWAY_SESSION_EVENTS'),
  };
}

function readOperations(reader: EnvReader, isProduction: boolean): GatewayConfig['operations'] {
  return {
    limits: {
      tokensMax: reader.integer('GATEWAY_TOKENS_MAX', { default: 4_000, min: 10 }),
      depthMax: reader.integer('GATEWAY_DEPTH_MAX', { default: 16, min: 1 }),
      aliasesMax: reader.integer('GATEWAY_ALIASES_MAX', { default: 50, min: 0 }),
      rootFieldsMax: reader.integer('GATEWAY_ROOT_FIELDS_MAX', { default: 20, min: 1 }),
      costMax: reader.integer('GATEWAY_COST_MAX', { default: 25_000, min: 1 }),
    },
    rates: {
      perViewer: reader.integer('GATEWAY_RATE_PER_VIEWER', { default: 3_000, min: 0 }),
      perApiKey: reader.integer('GATEWAY_RATE_PER_API_KEY', { default: 12_000, min: 0 }),
      perAddress: reader.integer('GATEWAY_RATE_PER_ADDRESS', { default: 6_000, min: 0 }),
    },
    trustedDocuments: reader.optional('GATEWAY_TRUSTED_DOCUMENTS'),
    timeoutMs: reader.integer('GATEWAY_OPERATION_TIMEOUT_MS', { default: 30_000, min: 1 }),
    areOpen: reader.boolean('GATEWAY_OPEN_OPERATIONS', { default: !isProduction }),
    isIntrospectable: reader.boolean('GATEWAY_INTROSPECTION', { default: !isProduction }),
  };
}

function readHttp(reader: EnvReader, isProduction: boolean): GatewayConfig['http'] {
  return {
    bodyBytesMax: reader.integer('GATEWAY_BODY_BYTES_MAX', { default: 8_388_608, min: 1_024 }),
    anonymousBodyBytesMax: reader.integer('GATEWAY_ANONYMOUS_BODY_BYTES_MAX', { default: 262_144, min: 1_024 }),
    forwardedHeaders: reader.list('GATEWAY_FORWARDED_HEADERS', { default: [] }).map((name) => name.toLowerCase()),
    trustedProxies: reader.list('GATEWAY_TRUSTED_PROXIES', { default: [] }),
    origins: reader.list('GATEWAY_ORIGINS', { default: [] }),
    mediaOrigins: reader.list('GATEWAY_MEDIA_ORIGINS', { default: [] }),
    hasConsoles: reader.boolean('GATEWAY_CONSOLES', { default: !isProduction }),
    webRoot: reader.optional('GATEWAY_WEB_ROOT'),
    routes: readForwardedRoutes(reader, 'GATEWAY_ROUTES'),
  };
}

function checkTogether(reader: EnvReader, config: GatewayConfig): void {
  const { operations, http, subgraphs, viewer } = config;
  if (!operations.areOpen && operations.trustedDocuments === undefined) {
    reader.problem('GATEWAY_TRUSTED_DOCUMENTS', 'is not set, and GATEWAY_OPEN_OPERATIONS is not true');
  }
  for (const name of Object.values(http.routes)) {
    if (!(name in subgraphs.urls)) reader.problem('GATEWAY_ROUTES', `names ${name}, which GATEWAY_SUBGRAPH_URLS lacks`);
  }
  if (viewer.apiKeyLookUp !== undefined && !(viewer.apiKeyLookUp in subgraphs.urls)) {
    reader.problem('GATEWAY_API_KEY_LOOKUP', `names ${viewer.apiKeyLookUp}, which GATEWAY_SUBGRAPH_URLS lacks`);
  }
}
