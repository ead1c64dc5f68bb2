import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** Tools whose fields move from an old subgraph to a new one. The old one must not be asked for what has moved. */
const moved = () => {
  throw new Error('this field has moved');
};
const old = {
  typeDefs: `
    type Query { tools: [Tool!]! oldest: Thing part: Part }
    interface Thing { id: ID! weight: Int! }
    type Tool implements Thing @key(fields: "id") { id: ID! weight: Int! colour: String! price: Int! always: String! never: String! }
    type Part { tool: Tool! screws: Int! }
  `,
  resolvers: {
    Query: {
      tools: () => [{ id: 't1' }, { id: 't2' }],
      oldest: () => ({ __typename: 'Tool', id: 't9' }),
      part: () => ({ tool: { id: 't1' }, screws: 4 }),
    },
    Tool: {
      __resolveReference: (key: { id: string }) => key,
      weight: moved,
      price: moved,
      always: moved,
      colour: () => 'red',
      never: () => 'old',
    },
  },
};
const fresh = {
  typeDefs: `
    type Query { newest: Tool }
    type Tool @key(fields: "id") {
      id: ID!
      weight: Int! @override(from: "old")
      price: Int! @override(from: "old")
      always: String! @override(from: "old", label: "percent(100)")
      never: String! @override(from: "old", label: "percent(0)")
      sound: String! @override(from: "a subgraph that is no more")
    }
  `,
  resolvers: {
    Query: { newest: () => ({ id: 't2' }) },
    Tool: {
      __resolveReference: (key: { id: string }) => key,
      weight: ({ id }: { id: string }) => id.length * 10,
      price: () => 5,
      always: () => 'new',
      never: moved,
      sound: () => 'clank',
    },
  },
};
const tax = {
  typeDefs: `type Tool @key(fields: "id") { id: ID! price: Int! @external tax: Int! @requires(fields: "price") }`,
  resolvers: {
    Tool: {
      __resolveReference: (given: object) => given,
      tax: ({ price }: { price?: number }) => (price ?? Number.NaN) * 2,
    },
  },
};

describe('@override', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ old, fresh, tax });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const expectData = async (query: string, data: unknown) => expect(await graph.ask(query)).toEqual({ data });

  it('takes a field to its new subgraph, from wherever the entity comes', async () => {
    await expectData('{ tools { weight colour } newest { weight colour } part { screws tool { price } } }', {
      tools: [
        { weight: 20, colour: 'red' },
        { weight: 20, colour: 'red' },
      ],
      newest: { weight: 20, colour: 'red' },
      part: { screws: 4, tool: { price: 5 } },
    });
  });

  it('holds behind an interface that only the old subgraph has', async () => {
    await expectData('{ oldest { id weight } }', { oldest: { id: 't9', weight: 20 } });
  });

  it('gives what is required from the new subgraph', async () => {
    await expectData('{ tools { tax } newest { tax } }', { tools: [{ tax: 10 }, { tax: 10 }], newest: { tax: 10 } });
  });

  it('with a share of everybody or of nobody goes one way alone', async () => {
    for (let asked = 0; asked < 5; asked += 1) {
      await expectData('{ newest { always never } tools { always never } }', {
        newest: { always: 'new', never: 'old' },
        tools: [
          { always: 'new', never: 'old' },
          { always: 'new', never: 'old' },
        ],
      });
    }
  });

  it('of a subgraph that is no more changes nothing', async () => {
    await expectData('{ tools { sound } }', { tools: [{ sound: 'clank' }, { sound: 'clank' }] });
  });
});
