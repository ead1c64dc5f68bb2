import { httpStatusOf, LecternError } from '@lectern/errors';
import { createVerifier, type Viewer } from '@lectern/request-signing';
import { type HttpService, type Logger, type Metrics, startHttpService } from '@lectern/runtime';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode } from 'graphql';
import { createDoor, type Door } from './door.ts';
import { createExecutor } from './execute.ts';
import { serveLines } from './lines/serve-lines.ts';
import { refusalBody, refusals } from './refusal.ts';

/** What is known of one request before its operation runs. */
export type SubgraphRequest = {
  readonly viewer: Viewer;
  /** The service that signed it. */
  readonly issuer: string;
  readonly requestId: string;
  readonly logger: Logger;
};

export type SubgraphOptions<Context> = {
  /** The name in the supergraph; signatures must be made for it. */
  readonly name: string;
  readonly typeDefs: DocumentNode;
  /** A map of the generated `Resolvers` type, which has checked its functions. */
  readonly resolvers: Readonly<Record<string, unknown>>;
  readonly signingSecret: string;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  /** Bytes of the largest operation (1 MiB). */
  readonly bodyLimit?: number;
  /** Made anew for each request. */
  readonly createContext: (request: SubgraphRequest) => Context | Promise<Context>;
  /** Routes beside the graph. Each must call `door.verify` before anything else. */
  readonly routes?: (app: FastifyInstance, door: Door) => Promise<void> | void;
};

const graphPath = '/graphql';
const defaultBodyLimit = 1_048_576;
/** How long requests on lines have when the service stops; Fastify gives up on its own closing after ten seconds. */
const drainMs = 8_000;

/** Serves one subgraph at `/graphql`: only requests that one of our services has signed, `_service` included. */
export async function startSubgraph<Context>(options: SubgraphOptions<Context>): Promise<HttpService> {
  const { logger } = options;
  const door = createDoor(createVerifier(options.name, options.signingSecret));
  const executor = createExecutor(options);
  const { bodyLimit = defaultBodyLimit } = options;

  return startHttpService({
    ...options,
    bodyLimit,
    async routes(app) {
      const lines = serveLines(app.server, graphPath, { ...options, bodyLimit, door, executor });
      // Not waited for here, as the server would take connections until then, and refuse what they ask; it closes when the
      // lines have gone, whose connections are its own.
      app.addHook('preClose', async () => {
        void lines.drain(drainMs);
      });
      app.setErrorHandler((error: FastifyError | LecternError, request, reply) =>
        answerError(error, request, reply, logger),
      );
      await app.register(async (graph) => {
        // The bytes as they came: the signature is over them.
        graph.removeAllContentTypeParsers();
        graph.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
          done(null, body);
        });
        graph.post(graphPath, async (request, reply) => {
          const { viewer, issuer } = door.verify(request);
          const { text } = await executor.executeBody(request.body, { viewer, issuer, requestId: request.id, logger });
          return reply.type('application/json').send(text);
        });
      });
      if (options.routes) {
        const { routes } = options;
        await app.register(async (scope) => routes(scope as unknown as FastifyInstance, door));
      }
      app.setNotFoundHandler((request, reply) => {
        door.verify(request, 'stream');
        return reply.code(404).send({ errors: [{ message: 'Nothing here.', extensions: { code: 'NOT_FOUND' } }] });
      });
    },
  });
}

function answerError(
  error: FastifyError | LecternError,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): FastifyReply {
  if (error instanceof LecternError) {
    const body = { errors: [{ message: error.message, extensions: { ...error.facts, code: error.code } }] };
    return reply.code(httpStatusOf(error.category)).send(body);
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) logger.error({ requestId: request.id, err: error }, 'a request failed');
  const { bodyTooLarge, internal, badRequest } = refusals;
  const refusal = status === 413 ? bodyTooLarge : status >= 500 ? internal : badRequest;
  return reply.code(status).send(refusalBody(refusal, { requestId: request.id }));
}
