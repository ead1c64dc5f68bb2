import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** Songs have their name from one subgraph and their plays from another, which requires the length. */
const songs = [
  { id: '1', title: 'Rain', seconds: 100 },
  { id: '2', title: 'Snow', seconds: 50 },
];
const byId = ({ id }: { id: string }) => songs.find((song) => song.id === id) ?? null;

const shelf = {
  typeDefs: `
    type Query { songs: [Song!]! song(id: ID!): Song }
    type Song @key(fields: "id") { id: ID! title: String! seconds: Int! like(count: Int!): [Song!]! }
  `,
  resolvers: {
    Query: { songs: () => songs, song: (_: unknown, key: { id: string }) => byId(key) },
    Song: { __resolveReference: byId, like: (_: unknown, { count }: { count: number }) => songs.slice(0, count) },
  },
};
const plays = {
  typeDefs: `
    type Song @key(fields: "id") { id: ID! seconds: Int! @external plays(year: Int): Int! hours: Float! @requires(fields: "seconds") }
  `,
  resolvers: {
    Song: {
      __resolveReference: (given: { id: string; seconds?: number }) => given,
      plays: ({ id }: { id: string }, { year }: { year?: number }) => Number(id) * (year ?? 1),
      hours: ({ seconds }: { seconds?: number }) => (seconds ?? Number.NaN) / 3_600,
    },
  },
};

describe('an alias', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ shelf, plays });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());

  const expectData = async (query: string, data: unknown) => expect(await graph.ask(query)).toEqual({ data });

  it('may give one field twice, with other arguments, in one subgraph and over two', async () => {
    await expectData('{ song(id: "2") { one: like(count: 1) { id } two: like(count: 2) { id } } }', {
      song: { one: [{ id: '1' }], two: [{ id: '1' }, { id: '2' }] },
    });
    await expectData('{ song(id: "2") { now: plays(year: 3) before: plays(year: 2) plays } }', {
      song: { now: 6, before: 4, plays: 2 },
    });
  });

  it('may have the name of a key that another subgraph needs', async () => {
    await expectData('{ songs { id: title plays } }', {
      songs: [
        { id: 'Rain', plays: 1 },
        { id: 'Snow', plays: 2 },
      ],
    });
  });

  it('may have the name of a field that another one requires', async () => {
    await expectData('{ song(id: "1") { seconds: title hours } }', { song: { seconds: 'Rain', hours: 100 / 3_600 } });
  });

  it('may exchange the names of two fields', async () => {
    await expectData('{ song(id: "1") { title: id id: title plays } }', { song: { title: '1', id: 'Rain', plays: 1 } });
  });

  it('may stand on the root, and on a list whose entities come from elsewhere', async () => {
    await expectData(
      '{ a: song(id: "1") { n: plays } b: song(id: "2") { n: plays } all: songs { more: like(count: 1) { n: plays } } }',
      {
        a: { n: 1 },
        b: { n: 2 },
        all: [{ more: [{ n: 1 }] }, { more: [{ n: 1 }] }],
      },
    );
  });

  it('may rename __typename', async () => {
    await expectData('{ kind: __typename song(id: "1") { __typename: id what: __typename plays } }', {
      kind: 'Query',
      song: { __typename: '1', what: 'Song', plays: 1 },
    });
  });

  it('may look like the keys that the gateway plans with', async () => {
    await expectData('{ song(id: "1") { id: title id__p0: id id__p_0: plays } }', {
      song: { id: 'Rain', id__p0: '1', id__p_0: 1 },
    });
  });

  it('may be __proto__, for the schema too', async () => {
    const { data } = await graph.ask(
      '{ __proto__: __schema { queryType { name } } song(id: "1") { __proto__: title } }',
    );
    expect(JSON.stringify(data)).toBe('{"__proto__":{"queryType":{"name":"Query"}},"song":{"__proto__":"Rain"}}');
  });
});
