import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { type Federated, startFederated } from './_federated.ts';

const clocks = {
  typeDefs: `
    "What tells the time."
    type Clock @key(fields: "id") { id: ID! hands: Int! @deprecated(reason: "digital now") kind(of: Kind = SUN): Kind! }
    enum Kind { SUN WATER @deprecated }
    type Query { clock(id: ID = "c"): Clock now: String! }
    type Mutation { wind(id: ID!): Clock }
  `,
  resolvers: {
    Query: { clock: () => ({ id: 'c', hands: 2 }), now: () => 'noon' },
    Mutation: { wind: () => ({ id: 'w', hands: 3 }) },
    Clock: {
      __resolveReference: (key: object) => ({ ...key, hands: 2 }),
      kind: (_: unknown, { of }: { of: string }) => of,
    },
  },
};
const bells = {
  typeDefs: `type Clock @key(fields: "id") { id: ID! bells: Int! }`,
  resolvers: { Clock: { __resolveReference: (key: object) => key, bells: () => 8 } },
};

describe('introspection', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ clocks, bells });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  it('gives the whole graph, of which a client can build a schema', async () => {
    const { data, errors } = await graph.ask(
      getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true }),
    );
    expect(errors).toBeUndefined();
    const schema = buildClientSchema(data as IntrospectionQuery);
    expect(Object.keys(schema.getType('Clock')?.toConfig() ?? {})).toContain('fields');
    expect(schema.getType('Clock')?.description).toBe('What tells the time.');
    expect(schema.getMutationType()?.name).toBe('Mutation');
    expect(graph.requests).toEqual([]);
  });

  it('shows nothing of how the graph is put together', async () => {
    const { data } = await graph.ask(
      '{ __schema { types { name } directives { name } queryType { fields { name } } } }',
    );
    expect(JSON.stringify(data)).not.toMatch(/join__|link__|_entities|_service|_Any|"key"|"requires"|core__/);
  });

  it('answers about one type, by variable and alias', async () => {
    const query = `query ($name: String!) {
      type: __type(name: $name) { kind fields { name isDeprecated } all: fields(includeDeprecated: true) { name deprecationReason } }
      none: __type(name: "Nothing") { name }
    }`;
    const { data } = await graph.ask(query, { name: 'Clock' });
    expect(data.none).toBeNull();
    expect(data.type.kind).toBe('OBJECT');
    expect(data.type.fields.map(({ name }: { name: string }) => name).sort()).toEqual(['bells', 'id', 'kind']);
    expect(data.type.all).toContainEqual({ name: 'hands', deprecationReason: 'digital now' });
    expect(graph.requests).toEqual([]);
  });

  it('stands beside data', async () => {
    expect(
      await graph.ask(
        '{ __typename now __schema { queryType { name } } clock { __typename bells } t: __type(name: "Kind") { name } }',
      ),
    ).toEqual({
      data: {
        __typename: 'Query',
        now: 'noon',
        __schema: { queryType: { name: 'Query' } },
        clock: { __typename: 'Clock', bells: 8 },
        t: { name: 'Kind' },
      },
    });
  });

  it('keeps the order of the client', async () => {
    const answer = await graph.ask('{ b: now a: __typename s: __schema { queryType { name } } c: clock { bells id } }');
    expect(JSON.stringify(answer.data)).toBe(
      '{"b":"noon","a":"Query","s":{"queryType":{"name":"Query"}},"c":{"bells":8,"id":"c"}}',
    );
  });

  it('of the root’s own name asks nobody, and knows mutations', async () => {
    expect(await graph.ask('{ __typename a: __typename }')).toEqual({ data: { __typename: 'Query', a: 'Query' } });
    expect(await graph.ask('mutation { __typename }')).toEqual({ data: { __typename: 'Mutation' } });
    expect(graph.requests).toEqual([]);
    expect(await graph.ask('mutation { kind: __typename wind(id: 1) { id bells } }')).toEqual({
      data: { kind: 'Mutation', wind: { id: 'w', bells: 8 } },
    });
  });

  it('is left out by a condition', async () => {
    const query = 'query ($on: Boolean!) { now __schema @include(if: $on) { queryType { name } } }';
    expect(await graph.ask(query, { on: false })).toEqual({ data: { now: 'noon' } });
    expect(await graph.ask(query, { on: true })).toEqual({
      data: { now: 'noon', __schema: { queryType: { name: 'Query' } } },
    });
  });

  it('is refused where it is turned off, and the rest is not', async () => {
    await using closed = await startFederated({ clocks, bells }, { isIntrospectable: false });
    const { data, errors } = await closed.ask('{ __schema { queryType { name } } }');
    expect(data ?? null).toBeNull();
    expect(errors?.length).toBeGreaterThan(0);
    expect(await closed.ask('{ __typename now }')).toEqual({ data: { __typename: 'Query', now: 'noon' } });
  });
});
