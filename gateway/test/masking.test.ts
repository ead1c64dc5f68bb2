import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, startTestGateway, type TestGateway } from './_gateway.ts';

describe('errors', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());

  it('of a subgraph’s catalogue keep code, sentence, facts and path, and lose the subgraph’s name', async () => {
    expect(await gateway.ask('{ grumpy whoAsks }')).toEqual({
      data: { grumpy: null, whoAsks: 'nobody' },
      errors: [
        {
          message: 'The planet does not wish to be seen.',
          path: ['grumpy'],
          extensions: { code: 'PLANET_GRUMPY', sinceYear: 1930 },
        },
      ],
    });
  });

  it('that nobody expected say nothing but the request id', async () => {
    const { body, headers } = await gateway.post({ query: '{ broken }' });
    expect(JSON.stringify(body)).not.toMatch(/hunter2|planets|stack|\.ts/);
    expect(body.errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        path: ['broken'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: headers.get('x-request-id') },
      },
    ]);
  });

  const standard: readonly (readonly [string, object, string])[] = [
    ['a syntax error', { query: '{ whoAsks' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a literal of the wrong type', { query: '{ planet(id: {}) { id } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable of the wrong type',
      { query: 'query ($n: Int) { planets(first: $n) { id } }', variables: { n: 'x' } },
      'BAD_USER_INPUT',
    ],
    ['a variable that is missing', { query: 'query ($id: ID!) { planet(id: $id) { id } }' }, 'BAD_USER_INPUT'],
    ['an unknown operation name', { query: 'query A { whoAsks }', operationName: 'B' }, 'OPERATION_RESOLUTION_FAILURE'],
    [
      'two operations and no name',
      { query: 'query A { whoAsks } query B { whoAsks }' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['no query', { variables: {} }, 'BAD_REQUEST'],
    ['a query that is no text', { query: { kind: 'Document' } }, 'BAD_REQUEST'],
    ['variables that are no object', { query: '{ whoAsks }', variables: 'a' }, 'BAD_REQUEST'],
    [
      'a subscription over HTTP',
      { query: 'subscription { planetChanged(id: "earth") { id } }' },
      'SUBSCRIPTION_NEEDS_SOCKET',
    ],
  ];
  it.each(standard)('have a standard code for %s', async (_name, request, code) => {
    const { status, body } = await gateway.post(request, { accept: 'application/graphql-response+json' });
    expect(codesOf(body)).toEqual([code]);
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    // Clients of the older media type read a GraphQL response only where the status is 200.
    const isResponse = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'].includes(code);
    const older = await gateway.post(request, { accept: 'application/json' });
    expect([older.status, codesOf(older.body)]).toEqual([isResponse ? 200 : 400, [code]]);
  });
});
