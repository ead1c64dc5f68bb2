import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { type Federated, startFederated } from './_federated.ts';

describe('GraphQL over HTTP: the server', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({
      greeter: { typeDefs: 'type Query { greeting: String }', resolvers: { Query: { greeting: () => 'hello' } } },
    });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());

  const audits = serverAudits({ url: () => graph.url });

  it('is held against every rule there is', () => {
    expect(audits).toHaveLength(61);
  });

  for (const { id, name, fn } of audits) {
    it(`${name} (${id})`, async () => {
      const result = await fn();
      expect({ status: result.status, reason: 'reason' in result ? result.reason : undefined }).toEqual({
        status: 'ok',
        reason: undefined,
      });
    });
  }
});
