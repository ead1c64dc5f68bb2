import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { startFederated } from './_federated.ts';

const count = 10_000;
const fields = ['a', 'b', 'c', 'd', 'e'];

/** Shops in the place of the subgraph `prices`, every field of which fails. */
async function startFailing() {
  const shop = { __typename: 'Shop', ...Object.fromEntries(fields.map((field) => [field, null])), must: null };
  const failures = Array.from({ length: count }, (_, index) =>
    fields.map((field) => ({ message: 'no', path: ['_entities', index, field], extensions: { code: 'CLOSED' } })),
  );
  const data = { _entities: Array.from({ length: count }, () => shop) };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const errors = body.includes('must') ? undefined : failures.flat();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data, errors }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a long list of entities that fail', () => {
  // With a walk through the list for each error this takes the better part of a minute, in which nothing else runs.
  it('is answered with a bounded number of errors, in little time', async () => {
    await using prices = await startFailing();
    await using graph = await startFederated(
      {
        shops: {
          typeDefs: 'type Query { shops: [Shop] } type Shop @key(fields: "id") { id: ID! }',
          resolvers: { Query: { shops: () => Array.from({ length: count }, (_, id) => ({ id: String(id) })) } },
        },
        prices: {
          typeDefs: `type Shop @key(fields: "id") { id: ID! ${fields.map((field) => `${field}: Int`).join(' ')} must: Int! }`,
          resolvers: {},
        },
      },
      { subgraphs: { prices: prices.url } },
    );
    const failed = await graph.ask(`{ shops { id ${fields.join(' ')} } }`);
    expect(failed.errors).toHaveLength(1_000);
    expect(failed.errors?.[7]).toEqual({ message: 'no', path: ['shops', 1, 'c'], extensions: { code: 'CLOSED' } });
    expect(failed.data.shops[count - 1]).toEqual({
      id: String(count - 1),
      a: null,
      b: null,
      c: null,
      d: null,
      e: null,
    });
    const missing = await graph.ask('{ shops { id must } }');
    expect(missing.errors).toHaveLength(1_000);
    expect(missing.data.shops).toEqual(Array.from({ length: count }, () => null));
  }, 20_000);
});
