import { LecternError } from '@lectern/errors';
import { createSigner } from '@lectern/request-signing';
import { createLogger, createMetrics } from '@lectern/runtime';
import { type SubgraphRequest, startSubgraph } from '@lectern/subgraph';
import { testSigningSecret, waitFor } from '@lectern/testing';
import { parse } from 'graphql';
import type { SubgraphClientOptions } from '../src/subgraph/client.ts';
import { createGate } from './_gate.ts';
import { anyone, startClient } from './_raw-server.ts';
import { startRelay } from './_relay.ts';

const typeDefs = parse(/* GraphQL */ `
  type Query { hello: String, held: String, me: String, broken: String, unwritable: String, long(length: Int!): String }
  type Mutation { count: Int, heldCount: Int }
`);
const bodyLimit = 20_000;

/** A real subgraph, a relay before it, and a client that has opened a line through it. */
export async function startLineRig(options: Partial<SubgraphClientOptions> = {}) {
  await using stack = new AsyncDisposableStack();
  const gate = createGate();
  let counted = 0;
  const count = () => {
    counted += 1;
    return counted;
  };
  const subgraph = await startSubgraph<SubgraphRequest>({
    name: 'greetings',
    typeDefs,
    resolvers: {
      Query: {
        hello: () => 'there',
        held: () => gate.pass().then(() => 'after all'),
        me: (_: unknown, __: unknown, { viewer, issuer, requestId }: SubgraphRequest) =>
          JSON.stringify({ viewer, issuer, requestId }),
        broken: () => Promise.reject(new Error('secret')),
        // Its error cannot be written as JSON.
        unwritable: () => Promise.reject(new LecternError('ODD', 'CONFLICT', 'Odd.', { facts: { count: 1n } })),
        long: (_: unknown, { length }: { length: number }) => 'ö'.repeat(length),
      },
      Mutation: { count, heldCount: () => gate.pass().then(count) },
    },
    signingSecret: testSigningSecret,
    host: '127.0.0.1',
    port: 0,
    logger: createLogger('greetings', { level: 'silent', format: 'json' }),
    metrics: createMetrics('greetings'),
    checks: {},
    bodyLimit,
    createContext: (request) => request,
  });
  stack.defer(() => subgraph[Symbol.asyncDispose]());
  const relay = stack.use(await startRelay(subgraph.url));
  const { client, told } = startClient(`${relay.url}/graphql`, {
    sign: createSigner('gateway', testSigningSecret),
    lines: 1,
    ...options,
  });
  stack.use(client);
  const ask = (query: string, asking: Parameters<typeof client.send>[2] = anyone) =>
    client.send(JSON.stringify({ query }), query.startsWith('mutation') ? 'mutation' : 'query', asking);
  const untilLine = (number = 1) => waitFor(`line ${number}`, () => relay.lines() >= number);
  if (options.lines !== 0) {
    await ask('{ hello }');
    await untilLine();
  }
  const owned = stack.move();
  return {
    relay,
    client,
    told,
    gate,
    subgraph,
    ask,
    untilLine,
    counted: () => counted,
    /** Requests of HTTP beside the first one, and the one that opened the line. */
    byHttp: () => relay.httpRequests() - 1 - relay.lines(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
