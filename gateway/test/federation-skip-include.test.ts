import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** A garden: what is skipped must not be fetched, nor what only it would have needed. */
const garden = {
  typeDefs: `
    type Query { tree: Tree trees: [Tree!]! pond: String }
    type Tree @key(fields: "id") { id: ID! height: Int! name: String! }
  `,
  resolvers: {
    Query: {
      tree: () => ({ id: '1', height: 7, name: 'Oak' }),
      trees: () => [
        { id: '1', height: 7, name: 'Oak' },
        { id: '2', height: 3, name: 'Elm' },
      ],
      pond: () => 'blue',
    },
    Tree: { __resolveReference: ({ id }: { id: string }) => ({ id, height: Number(id) * 7, name: 'Oak' }) },
  },
};
const birds = {
  typeDefs: `
    type Query { owl: String }
    type Tree @key(fields: "id") { id: ID! height: Int! @external nests: Int! @requires(fields: "height") song: Song }
    type Song @key(fields: "title") { title: String! }
  `,
  resolvers: {
    Query: { owl: () => 'hoo' },
    Tree: {
      __resolveReference: (given: object) => given,
      nests: ({ height }: { height?: number }) => (height ?? Number.NaN) * 2,
      song: ({ id }: { id: string }) => ({ title: `song ${id}` }),
    },
  },
};
const notes = {
  typeDefs: `type Song @key(fields: "title") { title: String! bars: Int! }`,
  resolvers: { Song: { __resolveReference: (key: object) => key, bars: () => 16 } },
};

describe('@skip and @include', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ garden, birds, notes });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const expectFrom = async (
    subgraphs: readonly string[],
    query: string,
    variables: Record<string, unknown>,
    data: unknown,
  ) => {
    graph.requests.length = 0;
    expect(await graph.ask(query, variables)).toEqual({ data });
    expect(graph.requests.map(({ subgraph }) => subgraph).sort()).toEqual([...subgraphs].sort());
  };

  it('spare a fetch, and what it would have required', async () => {
    const query = 'query ($on: Boolean!) { tree { name nests @include(if: $on) } }';
    await expectFrom(['garden'], query, { on: false }, { tree: { name: 'Oak' } });
    await expectFrom(['garden', 'birds'], query, { on: true }, { tree: { name: 'Oak', nests: 14 } });
  });

  it('leave what stands beside a skipped field, and needs less', async () => {
    const query = 'query ($off: Boolean!) { tree { song { title } nests @skip(if: $off) } }';
    await expectFrom(['garden', 'birds'], query, { off: true }, { tree: { song: { title: 'song 1' } } });
    await expectFrom(['garden', 'birds'], query, { off: false }, { tree: { song: { title: 'song 1' }, nests: 14 } });
  });

  it('take the default of a variable', async () => {
    const query = 'query ($off: Boolean = true) { tree { name song @skip(if: $off) { bars } } }';
    await expectFrom(['garden'], query, {}, { tree: { name: 'Oak' } });
    await expectFrom(
      ['garden', 'birds', 'notes'],
      query,
      { off: false },
      { tree: { name: 'Oak', song: { bars: 16 } } },
    );
  });

  it('spare only the last of several fetches', async () => {
    const query = 'query ($bars: Boolean!) { trees { song { title bars @include(if: $bars) } } }';
    const songs = ['song 1', 'song 2'];
    await expectFrom(
      ['garden', 'birds'],
      query,
      { bars: false },
      { trees: songs.map((title) => ({ song: { title } })) },
    );
    await expectFrom(
      ['garden', 'birds', 'notes'],
      query,
      { bars: true },
      {
        trees: songs.map((title) => ({ song: { title, bars: 16 } })),
      },
    );
  });

  it('hold together on one field, and through fragments', async () => {
    const query = `query ($a: Boolean!, $b: Boolean!) {
      tree { id ...Birds @include(if: $a) ... @skip(if: $b) { height } nests @include(if: $a) @skip(if: $b) }
    } fragment Birds on Tree { song { title } }`;
    await expectFrom(
      ['garden', 'birds'],
      query,
      { a: true, b: true },
      { tree: { id: '1', song: { title: 'song 1' } } },
    );
    await expectFrom(
      ['garden', 'birds'],
      query,
      { a: true, b: false },
      {
        tree: { id: '1', song: { title: 'song 1' }, height: 7, nests: 14 },
      },
    );
    await expectFrom(['garden'], query, { a: false, b: false }, { tree: { id: '1', height: 7 } });
  });

  it('on a field that is asked for twice give it if one of them holds', async () => {
    const query =
      'query ($a: Boolean!, $b: Boolean!) { tree { nests @include(if: $a) ... @include(if: $b) { nests song { title } } } }';
    await expectFrom(['garden', 'birds'], query, { a: true, b: false }, { tree: { nests: 14 } });
    await expectFrom(
      ['garden', 'birds'],
      query,
      { a: false, b: true },
      { tree: { nests: 14, song: { title: 'song 1' } } },
    );
    expect((await graph.ask(query, { a: false, b: false })).data).toEqual({ tree: {} });
  });

  it('at the root spare the whole subgraph', async () => {
    const query = 'query ($owl: Boolean!, $pond: Boolean!) { owl @include(if: $owl) pond @include(if: $pond) }';
    await expectFrom(['birds'], query, { owl: true, pond: false }, { owl: 'hoo' });
    await expectFrom(['garden'], query, { owl: false, pond: true }, { pond: 'blue' });
    await expectFrom([], query, { owl: false, pond: false }, {});
  });

  it('with constants need no variables', async () => {
    await expectFrom(
      ['garden'],
      '{ tree { name nests @skip(if: true) song @include(if: false) { title } } }',
      {},
      { tree: { name: 'Oak' } },
    );
    await expectFrom(['garden', 'birds'], '{ tree { nests @skip(if: false) } }', {}, { tree: { nests: 14 } });
  });

  it('without their variable are refused', async () => {
    const { data, errors } = await graph.ask('query ($on: Boolean!) { tree { name @include(if: $on) } }');
    expect(data ?? null).toBeNull();
    expect(errors?.length).toBe(1);
    expect(graph.requests).toEqual([]);
  });
});
