import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type DocumentNode, type ExecutionResult, execute, parse, validate } from 'graphql';
import { createJournals } from './journals.ts';
import type { TestSubgraph, TestSupergraph } from './test-supergraph.ts';

export type SubgraphExchange = { readonly subgraph: string; readonly question: unknown; readonly answer: unknown };

export type SubgraphServer = AsyncDisposable & {
  urlOf(supergraph: string, subgraph: string): string;
  /** Subgraphs answer from now on. */
  add(supergraph: TestSupergraph): void;
  /** Called for each request while it is set. */
  watch(watcher: ((exchange: SubgraphExchange) => void) | undefined): void;
};

type Question = {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
};
type Checked = { readonly document: DocumentNode } | { readonly refusal: ExecutionResult };

const documentsMax = 20_000;

/** All subgraphs of all supergraphs on one port: `/<supergraph>/<subgraph>`. */
export async function serveSubgraphs(): Promise<SubgraphServer> {
  const routes = new Map<string, (question: Question) => ExecutionResult | Promise<ExecutionResult>>();
  let watcher: ((exchange: SubgraphExchange) => void) | undefined;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const route = routes.get(path);
    if (!route) return void response.writeHead(404).end();
    answer(request, response, async (question) => {
      const result = await route(question);
      watcher?.({ subgraph: path, question, answer: result });
      return result;
    });
  });
  server.keepAliveTimeout = 60_000;
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    urlOf: (supergraph, subgraph) => `http://127.0.0.1:${port}/${supergraph}/${subgraph}`,
    add({ definition, subgraphs }) {
      for (const [name, subgraph] of Object.entries(subgraphs)) {
        routes.set(`/${definition.name}/${name}`, createRoute(subgraph, createJournals(definition.name)));
      }
    },
    watch: (next) => {
      watcher = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function createRoute({ schema, resolvers }: TestSubgraph, journals: ReturnType<typeof createJournals>) {
  const documents = new Map<string, Checked>();

  // A real subgraph validates; a plan that asks something invalid has to be seen.
  function check(query: string): Checked {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    const errors = validate(schema, document);
    const checked = errors.length > 0 ? { refusal: { errors } } : { document };
    if (documents.size >= documentsMax) documents.clear();
    documents.set(query, checked);
    return checked;
  }

  return ({ query, variables, operationName }: Question) => {
    const checked = check(query);
    if ('refusal' in checked) return checked.refusal;
    return execute({
      schema,
      document: checked.document,
      variableValues: variables,
      operationName,
      contextValue: journals,
      fieldResolver: resolvers.field,
      typeResolver: resolvers.type,
    });
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  run: (question: Question) => Promise<ExecutionResult>,
): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Promise.resolve()
      .then(() => run(JSON.parse(Buffer.concat(chunks).toString())))
      .catch((error: unknown) => ({ errors: [{ message: String(error) }] }))
      .then((result) => {
        const body = JSON.stringify(result);
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
        response.end(body);
      });
  });
}
