import { BlockList, isIPv6, type Socket } from 'node:net';
import { type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { withTimeout } from './with-timeout.ts';

export type HttpServiceOptions = {
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** What must be usable for `/readyz` to be true, by name; each rejects when it is not. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  /** The largest body in bytes of routes that do not say otherwise (1 MiB). */
  readonly bodyLimit?: number;
  /** Registers the routes of the service. */
  readonly routes: (app: FastifyInstance) => Promise<void> | void;
};

export type HttpService = AsyncDisposable & { readonly url: string; readonly app: FastifyInstance };

const checkTimeoutMs = 2_000;
const idleSweepMs = 50;
/**
 * Connections that may wait to be taken, as far as the system allows. With Node's 511, thousands that come at one moment have
 * their first packets dropped, and try again after one, three and seven seconds.
 */
const backlog = 65_535;

/**
 * A listening HTTP server with `/livez`, `/readyz`, `/metrics` and request ids. Metrics and what is not ready are shown
 * to machines of our own network alone. Disposing it stops accepting,
 * lets running requests finish, and closes. `x-request-id` is taken over when it looks like one of ours.
 */
export async function startHttpService(options: HttpServiceOptions): Promise<HttpService> {
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for each request costs 2–4 µs, and what is logged names the request id by itself.
    childLoggerFactory: (logger) => logger,
    bodyLimit: options.bodyLimit ?? 1_048_576,
    requestTimeout: 120_000,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    genReqId: (request) => requestIdOf(request.headers['x-request-id']) ?? crypto.randomUUID(),
  }) as unknown as FastifyInstance;
  let isStopping = false;
  const connections = new Set<Socket>();
  // One function for all, since there are as many connections as viewers.
  function forget(this: Socket): void {
    connections.delete(this);
  }
  app.server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.on('close', forget);
  });

  app.get('/livez', async () => ({ status: 'alive' }));
  app.get('/readyz', async (request, reply) => {
    const failed = isStopping ? { process: 'stopping' } : await runChecks(options.checks);
    const isReady = Object.keys(failed).length === 0;
    const status = isReady ? 'ready' : 'not ready';
    return reply.code(isReady ? 200 : 503).send(isOperator(request) ? { status, failed } : { status });
  });
  app.get('/metrics', async (request, reply) => {
    if (!isOperator(request)) return reply.callNotFound();
    return reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics());
  });
  await app.register(async (scope) => options.routes(scope as unknown as FastifyInstance));
  const url = await app.listen({ host: options.host, port: options.port, backlog });

  return {
    url,
    app,
    async [Symbol.asyncDispose]() {
      isStopping = true;
      // A connection that still had a request when the stop began is idle only afterwards; kept alive, it would hold
      // the server open for as long as its client likes. One on which nothing was ever asked, as browsers open them in
      // advance, is not idle for Node.
      const sweep = setInterval(() => {
        app.server.closeIdleConnections();
        for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
      }, idleSweepMs);
      try {
        await app.close();
      } finally {
        clearInterval(sweep);
      }
    },
  };
}

/**
 * Whether the request comes straight from a machine of ours, as a scraper's or an orchestrator's does: a loopback or
 * private address, and not by way of a proxy, behind which the whole world may stand.
 */
function isOperator({ headers, socket }: FastifyRequest): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !isForwarded && ownNetworks.check(...familyOf(socket.remoteAddress ?? ''));
}

const ownNetworks = new BlockList();
ownNetworks.addSubnet('127.0.0.0', 8, 'ipv4');
ownNetworks.addSubnet('10.0.0.0', 8, 'ipv4');
ownNetworks.addSubnet('172.16.0.0', 12, 'ipv4');
ownNetworks.addSubnet('192.168.0.0', 16, 'ipv4');
ownNetworks.addAddress('::1', 'ipv6');
ownNetworks.addSubnet('fc00::', 7, 'ipv6');

function familyOf(address: string): [address: string, family: 'ipv4' | 'ipv6'] {
  const mapped = address.replace(/^::ffff:/, '');
  return [mapped, isIPv6(mapped) ? 'ipv6' : 'ipv4'];
}

async function runChecks(checks: HttpServiceOptions['checks']): Promise<Record<string, string>> {
  const failed: Record<string, string> = {};
  await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await withTimeout(name, checkTimeoutMs, Promise.resolve(check()));
      } catch (error) {
        failed[name] = error instanceof Error ? error.message : String(error);
      }
    }),
  );
  return failed;
}

function requestIdOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w-]{8,64}$/.test(header) ? header : undefined;
}
