import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** A tally that several subgraphs change: only in the client's order do they give the client's sum. */
const tally = { value: 0, log: [] as string[] };
const step = (name: string, change: (value: number) => number) => {
  tally.value = change(tally.value);
  tally.log.push(`${name}=${tally.value}`);
  return tally.value;
};

const adder = {
  typeDefs: `
    type Query { total: Int! }
    type Mutation { add(by: Int!): Int! mark(by: Int!): Mark! reset: Int fail: Int failHard: Int! tag(name: String!): Tag! @shareable }
    type Mark @key(fields: "id") { id: ID! value: Int! }
    type Tag @key(fields: "name") { name: ID! }
  `,
  resolvers: {
    Query: { total: () => tally.value },
    Mutation: {
      add: (_: unknown, { by }: { by: number }) => step('add', (value) => value + by),
      mark: (_: unknown, { by }: { by: number }) => {
        const value = step('mark', (before) => before + by);
        return { id: `m${value}`, value };
      },
      reset: () => step('reset', () => 0),
      fail: () => {
        step('fail', (value) => value);
        throw new Error('no');
      },
      failHard: () => {
        step('failHard', (value) => value);
        throw new Error('no');
      },
      tag: (_: unknown, { name }: { name: string }) => {
        step(`tag ${name}`, (value) => value);
        return { name };
      },
    },
    Tag: { __resolveReference: (key: object) => key },
    Mark: { __resolveReference: (key: { id: string }) => ({ ...key, value: Number(key.id.slice(1)) }) },
  },
};
const multiplier = {
  typeDefs: `
    type Mutation { multiply(by: Int!): Int! tag(name: String!): Tag! @shareable }
    type Mark @key(fields: "id") { id: ID! seen: Int! }
    type Tag @key(fields: "name") { name: ID! letters: Int! }
  `,
  resolvers: {
    Mutation: {
      multiply: (_: unknown, { by }: { by: number }) => step('multiply', (value) => value * by),
      tag: (_: unknown, { name }: { name: string }) => {
        step(`tag ${name}`, (value) => value);
        return { name };
      },
    },
    Mark: { __resolveReference: (key: { id: string }) => ({ ...key, seen: tally.value }) },
    Tag: { __resolveReference: (key: object) => key, letters: ({ name }: { name: string }) => name.length },
  },
};

describe('mutations', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ adder, multiplier });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    tally.value = 0;
    tally.log.length = 0;
    graph.requests.length = 0;
  });

  it('run one after the other, over subgraphs', async () => {
    expect(
      await graph.ask('mutation { a: add(by: 5) b: multiply(by: 2) c: add(by: 2) d: multiply(by: 3) e: reset }'),
    ).toEqual({
      data: { a: 5, b: 10, c: 12, d: 36, e: 0 },
    });
    expect(tally.log).toEqual(['add=5', 'multiply=10', 'add=12', 'multiply=36', 'reset=0']);
  });

  it('run in the client’s order where the fields come out of fragments', async () => {
    const query =
      'mutation { ...A b: multiply(by: 4) ...C } fragment A on Mutation { a: add(by: 1) } fragment C on Mutation { c: add(by: 1) }';
    expect(await graph.ask(query)).toEqual({ data: { a: 1, b: 4, c: 5 } });
  });

  it('that stand one after the other in one subgraph go there together', async () => {
    await graph.ask('mutation { a: add(by: 1) b: add(by: 1) c: multiply(by: 2) }');
    expect(graph.requests.map(({ subgraph }) => subgraph)).toEqual(['adder', 'multiplier']);
  });

  it('have their entities completed by other subgraphs', async () => {
    const answer = await graph.ask('mutation { mark(by: 3) { id value seen } }');
    expect(answer).toEqual({ data: { mark: { id: 'm3', value: 3, seen: 3 } } });
  });

  it('go on after one that has failed and may be null', async () => {
    const answer = await graph.ask('mutation { a: add(by: 1) fail b: multiply(by: 7) }');
    expect(answer.data).toEqual({ a: 1, fail: null, b: 7 });
    expect(answer.errors?.map(({ path }) => path)).toEqual([['fail']]);
  });

  it('give nothing when one that must not be null has failed', async () => {
    const answer = await graph.ask('mutation { a: add(by: 1) failHard b: multiply(by: 7) }');
    expect(answer.data).toBeNull();
    expect(answer.errors?.length).toBeGreaterThan(0);
  });

  it('that several subgraphs could run are run once', async () => {
    expect(await graph.ask('mutation { tag(name: "moss") { name letters } }')).toEqual({
      data: { tag: { name: 'moss', letters: 4 } },
    });
    expect(tally.log).toEqual(['tag moss=0']);
  });

  it('are left out by a condition, the others staying in order', async () => {
    const query =
      'mutation ($add: Boolean!) { a: add(by: 1) @include(if: $add) b: multiply(by: 5) c: add(by: 1) @skip(if: $add) }';
    expect(await graph.ask(query, { add: false })).toEqual({ data: { b: 0, c: 1 } });
    tally.value = 0;
    expect(await graph.ask(query, { add: true })).toEqual({ data: { a: 1, b: 5 } });
  });

  it('are not run by a query', async () => {
    expect(await graph.ask('{ total }')).toEqual({ data: { total: 0 } });
    expect(tally.log).toEqual([]);
  });
});
