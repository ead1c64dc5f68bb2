import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { freePort, type TestProcess, testProcess, testSigningSecret, waitFor } from '@lectern/testing';
import type { TestGateway } from './_gateway.ts';
import { publicUrl } from './_solar-system.ts';

export type GatewayProcess = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  readonly running: TestProcess;
  metric(name: string): Promise<number>;
};

/** A gateway in a process of its own, beside another one, with the same Redis and subgraphs. */
export async function startGatewayProcess(
  { solarSystem, folder, redis, config }: TestGateway,
  env: Record<string, string> = {},
): Promise<GatewayProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const running = testProcess(join(import.meta.dirname, '../src/main.ts'), {
    NODE_ENV: 'test',
    GATEWAY_PORT: `${port}`,
    GATEWAY_REDIS_URL: config.redis.url,
    LECTERN_REDIS_PREFIX: redis.prefix,
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_LOG_LEVEL: process.env.TEST_LOG ?? 'warn',
    LECTERN_LOG_FORMAT: 'json',
    LECTERN_PUBLIC_URL: publicUrl,
    GATEWAY_SUPERGRAPH: join(folder, 'supergraph.graphql'),
    GATEWAY_SUBGRAPH_URLS: Object.entries(solarSystem.urls)
      .map(([name, address]) => `${name}=${address}`)
      .join(),
    GATEWAY_JWKS_URL: `${solarSystem.urls.accounts}/keys`,
    GATEWAY_SESSION_EVENTS: 'identity.events',
    GATEWAY_RATE_PER_ADDRESS: '0',
    ...env,
  });
  const read = async () => (await fetch(`${url}/metrics`)).text();
  try {
    await waitFor('the gateway', async () => {
      if (running.child.exitCode !== null) throw new Error(running.output());
      return read();
    });
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
  return {
    url,
    port,
    running,
    async metric(name) {
      const lines = (await read()).matchAll(new RegExp(`^lectern_gateway_${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'));
      return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

export type Front = AsyncDisposable & { readonly url: string };

/** One address for several: each connection goes to the next of them that takes it. */
export async function startFront(ports: readonly number[]): Promise<Front> {
  let turn = 0;
  const open = new Set<{ destroy(): unknown }>();
  const server = createServer((outer) => {
    outer.on('error', () => undefined);
    open.add(outer);
    turn += 1;
    const first = turn;
    const reach = (tries: number): void => {
      const port = ports[(first + tries) % ports.length];
      if (port === undefined || tries >= ports.length) {
        outer.destroy();
        return;
      }
      const inner = connect(port, '127.0.0.1');
      let isReached = false;
      inner.on('error', () => {
        if (!isReached) reach(tries + 1);
      });
      inner.once('connect', () => {
        isReached = true;
        inner.pipe(outer);
        outer.pipe(inner);
        inner.on('close', () => outer.destroy());
        outer.on('close', () => {
          inner.destroy();
          open.delete(outer);
        });
      });
    };
    reach(0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
