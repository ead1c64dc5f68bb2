import { join, resolve } from 'node:path';
import { freePort } from '@lectern/embedded-services';
import { gatewayNode } from '@lectern/stack/gateway-node';
import { type ServiceProcess, startServiceProcess } from '../../answers/school/service-process.ts';
import { type Inspector, openInspector } from '../../gateway/inspector.ts';
import type { Stage } from './open-stage.ts';

export const serverKinds = ['gateway', 'naive', 'bare'] as const;
export type ServerKind = (typeof serverKinds)[number];

/** A server as a process of its own, with an inspector for its memory. */
export type LiveServer = AsyncDisposable & {
  readonly port: number;
  readonly pid: number;
  readonly inspector: Inspector;
};

const root = resolve(import.meta.dirname, '../../..');
/** Open for all alike, and used for nothing while CPU time is counted. */
const inspect = '--inspect=127.0.0.1:0';

/** `pingMs`: when the gateway asks whether its clients are there; rarely, unless its own habit is to be seen. */
export async function startLiveServer(
  stage: Stage,
  kind: ServerKind,
  board: string,
  pingMs?: number,
): Promise<LiveServer> {
  const port = await freePort();
  const file = kind === 'gateway' ? 'src/main.ts' : join(import.meta.dirname, `../servers/${kind}.ts`);
  const channel = `${stage.redisPrefix}live:board.${board}`;
  const args = kind === 'gateway' ? [] : [`${port}`, stage.redis.url, channel];
  const service = await startServiceProcess({
    name: `${kind}-${board}`,
    cwd: join(root, kind === 'gateway' ? 'gateway' : 'bench'),
    args: [...gatewayNode.flags, inspect, file, ...args],
    env: { ...gatewayNode.env, ...(kind === 'gateway' ? gatewayEnv(stage, port, pingMs) : {}) },
    url: `http://127.0.0.1:${port}`,
    logFile: join(stage.folder, 'logs', `${kind}-${port}.log`),
  });
  return withInspector(service, port);
}

async function withInspector(service: ServiceProcess, port: number): Promise<LiveServer> {
  try {
    const inspector = await openInspector(service);
    return {
      port,
      pid: service.pid(),
      inspector,
      async [Symbol.asyncDispose]() {
        inspector[Symbol.dispose]();
        // What it has to say to thousands of clients at its end is none of this bench's parts.
        await service.end('SIGKILL');
      },
    };
  } catch (error) {
    await service.end('SIGKILL');
    throw error;
  }
}

function gatewayEnv(stage: Stage, port: number, pingMs = 600_000): Record<string, string> {
  return {
    GATEWAY_HOST: '127.0.0.1',
    GATEWAY_PORT: `${port}`,
    GATEWAY_REDIS_URL: stage.redis.url,
    LECTERN_REDIS_PREFIX: stage.redisPrefix,
    LECTERN_LOG_LEVEL: 'warn',
    LECTERN_LOG_FORMAT: 'json',
    LECTERN_PUBLIC_URL: stage.issuer.key.issuer,
    LECTERN_SIGNING_SECRET: stage.signingSecret,
    GATEWAY_SUPERGRAPH: stage.supergraph,
    GATEWAY_SUPERGRAPH_WATCH: 'false',
    GATEWAY_SUBGRAPH_URLS: `boards=${stage.subgraphUrl}`,
    GATEWAY_JWKS_URL: stage.issuer.jwksUrl,
    GATEWAY_OPEN_OPERATIONS: 'true',
    GATEWAY_SESSION_EVENTS: 'identity.events',
    // A bench has few addresses for its many clients.
    GATEWAY_RATE_PER_ADDRESS: '0',
    GATEWAY_CONNECTIONS_PER_ADDRESS_MAX: '0',
    GATEWAY_CONNECTIONS_PER_VIEWER_MAX: '0',
    GATEWAY_SUBSCRIPTIONS_PER_VIEWER_MAX: '0',
    GATEWAY_PING_MS: `${pingMs}`,
  };
}
