import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** Two subgraphs that do not agree on every value of an enum, nor on every field of an input. */
const lamps = [
  { id: '1', light: 'WARM' },
  { id: '2', light: 'ULTRAVIOLET' },
];
const lampOf = ({ id }: { id: string }) => lamps.find((lamp) => lamp.id === id) ?? null;

const shop = {
  typeDefs: `
    enum Light { WARM }
    input LampFilter { watts: Int! light: Light }
    type Query { shopLamps(filter: LampFilter): [Lamp!]! }
    type Lamp @key(fields: "id") { id: ID! light: Light @shareable }
  `,
  resolvers: { Query: { shopLamps: () => lamps }, Lamp: { __resolveReference: lampOf } },
};
const lab = {
  typeDefs: `
    enum Light { WARM ULTRAVIOLET @inaccessible }
    input LampFilter { watts: Int! light: Light secret: Boolean }
    type Query { labLamps(filter: LampFilter): [Lamp!]! byLight(light: Light!): [Lamp!]! brightest: Bright! all: [Light] must: [Light!] }
    type Lamp @key(fields: "id") { id: ID! light: Light @shareable }
    type Bright { light: Light! lamp: Lamp! }
  `,
  resolvers: {
    Query: {
      labLamps: (_: unknown, { filter }: { filter?: object }) => (filter && 'secret' in filter ? [] : lamps),
      byLight: (_: unknown, { light }: { light: string }) => lamps.filter((lamp) => lamp.light === light),
      brightest: () => ({ light: 'ULTRAVIOLET', lamp: lamps[0] }),
      all: () => ['WARM', 'ULTRAVIOLET', 'WARM'],
      must: () => ['WARM', 'ULTRAVIOLET'],
    },
    Lamp: { __resolveReference: lampOf },
  },
};

describe('where subgraphs do not agree', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ shop, lab });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const expectRefused = async (query: string, variables?: Record<string, unknown>) => {
    const answer = await graph.ask(query, variables);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors?.length).toBeGreaterThan(0);
    expect(graph.requests).toEqual([]);
  };

  it('an enum’s value that the graph has is given', async () => {
    expect(await graph.ask('{ byLight(light: WARM) { id light } }')).toEqual({ data: { byLight: [lamps[0]] } });
  });

  it('an enum’s value that the graph does not have is never given', async () => {
    const answer = await graph.ask('{ labLamps { id light } shopLamps { id light } all }');
    const seen = [
      { id: '1', light: 'WARM' },
      { id: '2', light: null },
    ];
    expect(answer.data).toEqual({ labLamps: seen, shopLamps: seen, all: ['WARM', null, 'WARM'] });
    expect(JSON.stringify(answer)).not.toContain('ULTRAVIOLET');
  });

  it('an enum’s value that the graph does not have makes null what must have one', async () => {
    const answer = await graph.ask('{ must }');
    expect(answer.data).toEqual({ must: null });
    expect((await graph.ask('{ brightest { lamp { id } light } }')).data ?? null).toBeNull();
  });

  it('an enum’s value that the graph does not have is refused before any subgraph is asked', async () => {
    await expectRefused('{ byLight(light: ULTRAVIOLET) { id } }');
    await expectRefused('query ($light: Light!) { byLight(light: $light) { id } }', { light: 'ULTRAVIOLET' });
    await expectRefused('query ($filter: LampFilter) { shopLamps(filter: $filter) { id } }', {
      filter: { watts: 3, light: 'ULTRAVIOLET' },
    });
  });

  it('an input’s field that all have is taken', async () => {
    expect(
      await graph.ask('query ($filter: LampFilter) { labLamps(filter: $filter) { id } }', { filter: { watts: 4 } }),
    ).toEqual({
      data: { labLamps: [{ id: '1' }, { id: '2' }] },
    });
  });

  it('an input’s field that one does not have is refused, there and elsewhere', async () => {
    await expectRefused('{ labLamps(filter: { watts: 1, secret: true }) { id } }');
    await expectRefused('{ shopLamps(filter: { watts: 1, secret: true }) { id } }');
    await expectRefused('query ($filter: LampFilter) { labLamps(filter: $filter) { id } }', {
      filter: { watts: 1, secret: true },
    });
  });

  it('an input without a field that must be there is refused', async () => {
    await expectRefused('{ labLamps(filter: {}) { id } }');
    await expectRefused('query ($filter: LampFilter) { labLamps(filter: $filter) { id } }', {
      filter: { watts: null },
    });
  });
});
