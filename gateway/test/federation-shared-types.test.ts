import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** One journey, of which each subgraph has its own part at the same place; the parts have no key. */
const route = {
  typeDefs: `
    type Query { journey: Journey! @shareable journeys: [Journey!]! @shareable }
    type Journey { id: ID! @shareable stops: [Stop!]! @shareable start: Stop! }
    type Stop @shareable { name: String! }
  `,
  resolvers: {
    Query: {
      journey: () => ({ id: 'j', stops: [{ name: 'A' }, { name: 'B' }], start: { name: 'A' } }),
      journeys: () => [
        { id: 'j', stops: [], start: { name: 'A' } },
        { id: 'k', stops: [], start: { name: 'C' } },
      ],
    },
  },
};
const fares = {
  typeDefs: `
    type Query { journey: Journey! @shareable journeys: [Journey!]! @shareable trip: Trip }
    type Journey { id: ID! @shareable fare: Fare! }
    type Fare { amount: Int! }
    type Trip @key(fields: "id") { id: ID! leg: Leg @shareable }
    type Leg @shareable { miles: Int! }
  `,
  resolvers: {
    Query: {
      journey: () => ({ id: 'j', fare: { amount: 9 } }),
      journeys: () => [
        { id: 'j', fare: { amount: 9 } },
        { id: 'k', fare: { amount: 4 } },
      ],
      trip: () => ({ id: 't', leg: { miles: 3 } }),
    },
    Trip: { __resolveReference: (key: object) => ({ ...key, leg: { miles: 3 } }) },
  },
};
const sights = {
  typeDefs: `
    type Trip @key(fields: "id") { id: ID! leg: Leg @shareable }
    type Leg { miles: Int! @shareable sight: Sight! }
    type Sight @key(fields: "id") { id: ID! }
  `,
  resolvers: { Trip: { __resolveReference: (key: object) => ({ ...key, leg: { miles: 3, sight: { id: 's' } } }) } },
};
const guide = {
  typeDefs: `type Sight @key(fields: "id") { id: ID! praise: String! }`,
  resolvers: { Sight: { __resolveReference: (key: object) => key, praise: () => 'grand' } },
};

/** Boards whose notes are of kinds that not all know. */
const board = (root: string, kind: string, field: string) => ({
  typeDefs: `
    type Query { ${root}: Team }
    type Team @key(fields: "id") { id: ID! board: Board @shareable }
    type Board @shareable { notes: [Note!]! }
    union Note = Plain | ${kind}
    type Plain @shareable { text: String }
    type ${kind} { ${field}: String }
  `,
  resolvers: {
    Query: { [root]: () => ({ id: 'x' }) },
    Team: {
      __resolveReference: (key: object) => key,
      board: () => ({
        notes: [
          { __typename: 'Plain', text: 'hm' },
          { __typename: kind, [field]: 'so' },
        ],
      }),
    },
  },
});

describe('types that subgraphs share', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({
      route,
      fares,
      sights,
      guide,
      north: board('north', 'Loud', 'shout'),
      south: board('south', 'Quiet', 'whisper'),
    });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const expectData = async (query: string, data: unknown) => expect(await graph.ask(query)).toEqual({ data });

  it('are put together at the root', async () => {
    await expectData('{ journey { id fare { amount } start { name } stops { name } } }', {
      journey: { id: 'j', fare: { amount: 9 }, start: { name: 'A' }, stops: [{ name: 'A' }, { name: 'B' }] },
    });
  });

  it('are put together in lists, place by place', async () => {
    await expectData('{ journeys { id fare { amount } start { name } } }', {
      journeys: [
        { id: 'j', fare: { amount: 9 }, start: { name: 'A' } },
        { id: 'k', fare: { amount: 4 }, start: { name: 'C' } },
      ],
    });
  });

  it('are reached through the entity that holds them', async () => {
    await expectData('{ trip { leg { miles sight { id praise } } } }', {
      trip: { leg: { miles: 3, sight: { id: 's', praise: 'grand' } } },
    });
  });

  it('are asked of one subgraph where one has all', async () => {
    await expectData('{ journey { id fare { amount } } }', { journey: { id: 'j', fare: { amount: 9 } } });
    expect(graph.requests.map(({ subgraph }) => subgraph)).toEqual(['fares']);
  });

  it('have the kinds that the asked subgraph knows, where others know others', async () => {
    const notes =
      '{ board { notes { __typename ... on Plain { text } ... on Loud { shout } ... on Quiet { whisper } } } }';
    const plain = { __typename: 'Plain', text: 'hm' };
    await expectData(`{ north ${notes} }`, {
      north: { board: { notes: [plain, { __typename: 'Loud', shout: 'so' }] } },
    });
    await expectData(`{ south ${notes} }`, {
      south: { board: { notes: [plain, { __typename: 'Quiet', whisper: 'so' }] } },
    });
  });
});
