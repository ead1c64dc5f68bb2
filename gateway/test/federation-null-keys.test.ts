import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** Letters have a stamp, of which the post knows only some, and the museum only those with a number. */
const letters = [
  { id: '1', stamp: { code: 'blue' } },
  { id: '2', stamp: null },
  { id: '3', stamp: { code: 'lost' } },
  { id: '4', stamp: { code: 'plain' } },
  { id: '5', stamp: { code: 'blue' } },
];
const numbers: Readonly<Record<string, string | null>> = { blue: 'n-1', plain: null };

const desk = {
  typeDefs: `
    type Query { letters: [Letter!]! letter(id: ID!): Letter strict: [Strict] grid: [[Stamp]] }
    type Letter { id: ID! stamp: Stamp }
    type Strict { stamp: Stamp! }
    type Stamp @key(fields: "code") { code: ID! }
  `,
  resolvers: {
    Query: {
      letters: () => letters,
      letter: (_: unknown, { id }: { id: string }) => letters.find((letter) => letter.id === id),
      strict: () => letters.filter(({ stamp }) => stamp !== null),
      grid: () => [[{ code: 'blue' }, null], null, [], [{ code: 'lost' }, { code: 'blue' }]],
    },
  },
};
const post = {
  typeDefs: `type Stamp @key(fields: "code") @key(fields: "number") { code: ID! number: ID weight: Int! }`,
  resolvers: {
    Stamp: {
      __resolveReference({ code }: { code?: string }) {
        if (code === undefined) throw new Error('asked without a key');
        return code in numbers ? { code, number: numbers[code], weight: code.length } : null;
      },
    },
  },
};
const museum = {
  typeDefs: `type Stamp @key(fields: "number") { number: ID painter: String painted: Int! }`,
  resolvers: {
    Stamp: {
      __resolveReference({ number }: { number?: string | null }) {
        if (number === undefined) throw new Error('asked without a key');
        // Nothing is known by no number at all.
        if (number === null) return null;
        return { number, painter: `painter of ${number}`, painted: 1_900 };
      },
    },
  },
};

describe('a key that is null, and an entity that is not there', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ desk, post, museum });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const representations = (subgraph: string) =>
    graph.requests.filter((request) => request.subgraph === subgraph).map(({ variables }) => variables.representations);

  it('gives null where the entity is not known, and asks nobody else for it', async () => {
    const answer = await graph.ask('{ letters { id stamp { code painter } } }');
    expect(answer.data).toEqual({
      letters: [
        { id: '1', stamp: { code: 'blue', painter: 'painter of n-1' } },
        { id: '2', stamp: null },
        { id: '3', stamp: { code: 'lost', painter: null } },
        { id: '4', stamp: { code: 'plain', painter: null } },
        { id: '5', stamp: { code: 'blue', painter: 'painter of n-1' } },
      ],
    });
    expect(JSON.stringify(representations('museum'))).not.toContain('lost');
    expect(JSON.stringify(representations('museum')).match(/n-1/g)).toHaveLength(1);
  });

  it('asks for the same entity once', async () => {
    await graph.ask('{ letters { stamp { weight } } }');
    expect(representations('post')).toEqual([['blue', 'lost', 'plain'].map((code) => ({ __typename: 'Stamp', code }))]);
  });

  it('asks nobody when there is no entity', async () => {
    expect(await graph.ask('{ letter(id: "2") { stamp { weight painter } } }')).toEqual({
      data: { letter: { stamp: null } },
    });
    expect(graph.requests.map(({ subgraph }) => subgraph)).toEqual(['desk']);
  });

  it('makes what has no value but must have one null as far up as may be null', async () => {
    const answer = await graph.ask('{ letters { id stamp { weight } } strict { stamp { code weight } } }');
    expect(answer.data).toEqual({
      letters: [
        { id: '1', stamp: { weight: 4 } },
        { id: '2', stamp: null },
        { id: '3', stamp: null },
        { id: '4', stamp: { weight: 5 } },
        { id: '5', stamp: { weight: 4 } },
      ],
      strict: [
        { stamp: { code: 'blue', weight: 4 } },
        null,
        { stamp: { code: 'plain', weight: 5 } },
        { stamp: { code: 'blue', weight: 4 } },
      ],
    });
  });

  it('finds its way through lists of lists', async () => {
    expect((await graph.ask('{ grid { code weight } }')).data).toEqual({
      grid: [[{ code: 'blue', weight: 4 }, null], null, [], [null, { code: 'blue', weight: 4 }]],
    });
  });
});
