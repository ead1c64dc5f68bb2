import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** Crates that are weighed in the yard; what it costs to move them the carrier knows, from weights it is given. */
const crates = [
  { id: 'c1', kilograms: 10, labels: ['glass', 'red', 'old'] },
  { id: 'c2', kilograms: 25, labels: ['iron', 'blue', 'new'] },
];
const crateOf = ({ id }: { id: string }) => crates.find((crate) => crate.id === id) ?? null;
const massIn = (kilograms: number, unit: string) => (unit === 'GRAM' ? kilograms * 1_000 : kilograms);

type Given = { id: string; mass?: number; labels?: { text: string }[]; depot?: { queue: number } };
const needed = <Value>(value: Value | undefined | null): Value => {
  if (value === undefined || value === null) throw new Error('the gateway did not bring what is required');
  return value;
};

const yard = {
  typeDefs: `
    enum Unit { GRAM KILOGRAM }
    type Query { crates: [Crate!]! crate(id: ID!): Crate }
    type Crate @key(fields: "id") {
      id: ID!
      mass(unit: Unit!): Int
      labels(first: Int!): [Label!]
      depot: Depot
    }
    type Label @key(fields: "text") { text: String! }
    type Depot { queue(unit: Unit!): Int }
  `,
  resolvers: {
    Query: { crates: () => crates, crate: (_: unknown, key: { id: string }) => crateOf(key) },
    Crate: {
      __resolveReference: crateOf,
      mass: ({ kilograms }: { kilograms: number }, { unit }: { unit: string }) => massIn(kilograms, unit),
      labels: ({ labels }: { labels: string[] }, { first }: { first: number }) =>
        labels.slice(0, first).map((text) => ({ text })),
      depot: ({ kilograms }: { kilograms: number }) => ({
        queue: ({ unit }: { unit: string }) => massIn(kilograms * 2, unit),
      }),
    },
    Label: { __resolveReference: (key: { text: string }) => key },
  },
};

const carrier = {
  typeDefs: `
    enum Unit { GRAM KILOGRAM }
    type Crate @key(fields: "id") {
      id: ID!
      mass(unit: Unit!): Int @external
      labels(first: Int!): [Label!] @external
      depot: Depot @external
      freight: Int! @requires(fields: "mass(unit: KILOGRAM)")
      customs: Int! @requires(fields: "mass(unit: GRAM)")
      title: String! @requires(fields: "labels(first: 2) { text }")
      wait: Int! @requires(fields: "depot { queue(unit: KILOGRAM) }")
    }
    type Label @key(fields: "text") { text: String! }
    type Depot { queue(unit: Unit!): Int @external }
  `,
  resolvers: {
    Crate: {
      __resolveReference: (given: Given) => given,
      freight: ({ mass }: Given) => needed(mass) * 3,
      customs: ({ mass }: Given) => needed(mass) + 7,
      title: ({ labels }: Given) =>
        needed(labels)
          .map(({ text }) => text)
          .join(' '),
      wait: ({ depot }: Given) => needed(depot).queue,
    },
    Label: { __resolveReference: (key: { text: string }) => key },
  },
};

const tastes = {
  typeDefs: `type Label @key(fields: "text") { text: String! length: Int! }`,
  resolvers: {
    Label: { __resolveReference: (key: { text: string }) => key, length: ({ text }: { text: string }) => text.length },
  },
};

describe('a field that requires another one with arguments', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ yard, carrier, tastes });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const expectData = async (query: string, data: unknown, variables?: Record<string, unknown>) =>
    expect(await graph.ask(query, variables)).toEqual({ data });

  it('is given it with these arguments', async () => {
    await expectData('{ crates { freight } }', { crates: [{ freight: 30 }, { freight: 75 }] });
  });

  it('is given it with these arguments when the client asks with others', async () => {
    await expectData('{ crates { freight mass(unit: GRAM) } }', {
      crates: [
        { freight: 30, mass: 10_000 },
        { freight: 75, mass: 25_000 },
      ],
    });
  });

  it('is given it beside an alias that has its name', async () => {
    await expectData('{ crate(id: "c1") { freight mass: id weight: mass(unit: GRAM) } }', {
      crate: { freight: 30, mass: 'c1', weight: 10_000 },
    });
  });

  it('is given it when the client’s arguments are variables', async () => {
    const query =
      'query ($unit: Unit = GRAM) { crate(id: "c2") { ...A ...B } } fragment A on Crate { mass(unit: $unit) } fragment B on Crate { freight mass(unit: $unit) }';
    await expectData(query, { crate: { mass: 25_000, freight: 75 } });
    await expectData(query, { crate: { mass: 25, freight: 75 } }, { unit: 'KILOGRAM' });
  });

  it('shares it with the client’s own field where the arguments are the same', async () => {
    await expectData('{ crate(id: "c1") { freight mass(unit: KILOGRAM) } }', { crate: { freight: 30, mass: 10 } });
    expect(graph.requests.map(({ subgraph }) => subgraph)).toEqual(['yard', 'carrier']);
  });

  it('stands beside a field that requires the same with other arguments', async () => {
    await expectData('{ crates { customs freight } }', {
      crates: [
        { customs: 10_007, freight: 30 },
        { customs: 25_007, freight: 75 },
      ],
    });
    await expectData('{ crate(id: "c1") { freight customs mass(unit: GRAM) kilos: mass(unit: KILOGRAM) } }', {
      crate: { freight: 30, customs: 10_007, mass: 10_000, kilos: 10 },
    });
  });

  it('may require a list with arguments, while the client sees its own part of the list', async () => {
    await expectData('{ crates { title labels(first: 1) { text } } }', {
      crates: [
        { title: 'glass red', labels: [{ text: 'glass' }] },
        { title: 'iron blue', labels: [{ text: 'iron' }] },
      ],
    });
    await expectData('{ crate(id: "c1") { title labels(first: 3) { text length } } }', {
      crate: {
        title: 'glass red',
        labels: [
          { text: 'glass', length: 5 },
          { text: 'red', length: 3 },
          { text: 'old', length: 3 },
        ],
      },
    });
  });

  it('may require arguments deep inside', async () => {
    await expectData('{ crate(id: "c1") { wait depot { queue(unit: GRAM) } } }', {
      crate: { wait: 20, depot: { queue: 20_000 } },
    });
  });
});
