import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { execute, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { startStandaloneGateway } from '../src/standalone.ts';
import type { StandaloneOptions } from '../src/standalone-options.ts';
import type { Answer } from './_gateway.ts';

/** What begins the schema of every subgraph of these tests. */
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject",
  "@context", "@fromContext", "@extends", "FieldSet"
])\n`;

export type FederatedSubgraph = {
  /** Without the link to the federation specification, whose directives are all there. */
  readonly typeDefs: string;
  readonly resolvers: GraphQLResolverMap;
};

export type SeenRequest = {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
};

export type Federated = AsyncDisposable & {
  /** Of the gateway's GraphQL. */
  readonly url: string;
  readonly supergraphSdl: string;
  /** Holds the supergraph; goes with it. */
  readonly folder: string;
  /** What the subgraphs were asked, in the order of arrival; a test may empty it. */
  readonly requests: SeenRequest[];
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
};

export type Subgraphs = AsyncDisposable &
  Pick<Federated, 'supergraphSdl' | 'folder' | 'requests'> & {
    /** Path of the file with the supergraph. */
    readonly supergraph: string;
    /** GraphQL endpoints by name. */
    readonly urls: Readonly<Record<string, string>>;
  };

/** Serves each of the subgraphs over HTTP, and composes them. */
export async function startSubgraphs(subgraphs: Readonly<Record<string, FederatedSubgraph>>): Promise<Subgraphs> {
  await using stack = new AsyncDisposableStack();
  const requests: SeenRequest[] = [];
  const services = [];
  for (const [name, { typeDefs, resolvers }] of Object.entries(subgraphs)) {
    const document = parse(link + typeDefs);
    const schema = buildSubgraphSchema([{ typeDefs: document, resolvers }]);
    const server = stack.use(await serve(name, schema, requests));
    services.push({ name, url: server.url, typeDefs: document });
  }
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  const folder = await mkdtemp(join(tmpdir(), 'lectern-federated-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const supergraph = join(folder, 'supergraph.graphql');
  await writeFile(supergraph, supergraphSdl);
  const urls = Object.fromEntries(services.map(({ name, url }) => [name, url]));
  const resources = stack.move();
  return {
    supergraphSdl,
    folder,
    requests,
    supergraph,
    urls,
    [Symbol.asyncDispose]: async () => resources.disposeAsync(),
  };
}

/** Composes the subgraphs, serves each of them over HTTP, and starts a gateway before them. */
export async function startFederated(
  subgraphs: Readonly<Record<string, FederatedSubgraph>>,
  options: Partial<StandaloneOptions> = {},
): Promise<Federated> {
  await using stack = new AsyncDisposableStack();
  const { supergraph, supergraphSdl, folder, requests } = stack.use(await startSubgraphs(subgraphs));
  const gateway = stack.use(
    await startStandaloneGateway({
      supergraph,
      port: 0,
      isWatched: false,
      logLevel: process.env.TEST_LOG ?? 'silent',
      ...options,
    }),
  );
  const url = `${gateway.url}/graphql`;
  const resources = stack.move();
  return {
    url,
    supergraphSdl,
    folder,
    requests,
    async ask(query, variables, headers = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    [Symbol.asyncDispose]: async () => resources.disposeAsync(),
  };
}

async function serve(name: string, schema: GraphQLSchema, requests: SeenRequest[]) {
  const server = createServer(async (request, response) => {
    const body: unknown = JSON.parse(await readAll(request));
    const { query, variables = {} } = body as { query: string; variables?: Record<string, unknown> };
    requests.push({ subgraph: name, query, variables, headers: request.headers });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await answer(schema, query, variables)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A subgraph that is asked what it does not know fails loudly, as real ones do. */
async function answer(schema: GraphQLSchema, query: string, variableValues: Record<string, unknown>) {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length > 0 ? { errors } : await execute({ schema, document, variableValues });
  } catch (error) {
    return { errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] };
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
