import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** A menu that brings what others own, on some of its ways and not on others. */
const dishes = [
  {
    __typename: 'Soup',
    id: 's',
    name: 'Borscht',
    spoons: 2,
    salt: 1,
    cook: { id: 'k1', name: 'Ada', hand: { side: 'left' } },
  },
  {
    __typename: 'Cake',
    id: 'c',
    name: 'Torte',
    layers: 3,
    salt: 2,
    cook: { id: 'k2', name: 'Bob', hand: { side: 'right' } },
  },
];
const dishOf = ({ id }: { id: string }) => dishes.find((dish) => dish.id === id) ?? null;
const cooks = dishes.map(({ cook }) => cook);
const never = (what: string) => () => {
  throw new Error(`${what} was provided, or not wanted`);
};

const menu = {
  typeDefs: `
    type Query {
      today: [Dish!]! @provides(fields: "... on Soup { name } ... on Cake { name cook { name } }")
      tomorrow: [Dish!]!
      chef: Cook @provides(fields: "name hand { side }")
      helper: Cook
      special: Special @provides(fields: "dish { name }")
    }
    union Dish = Soup | Cake
    type Special { day: String! dish: Soup! }
    type Soup @key(fields: "id") { id: ID! name: String! @external }
    type Cake @key(fields: "id") { id: ID! name: String! @external cook: Cook! @external }
    type Cook @key(fields: "id") { id: ID! name: String! @external hand: Hand! @external }
    type Hand { side: String! @external }
  `,
  resolvers: {
    Query: {
      today: () => dishes,
      tomorrow: () => dishes.map(({ __typename, id }) => ({ __typename, id })),
      chef: () => cooks[0],
      helper: () => ({ id: 'k2' }),
      special: () => ({ day: 'sunday', dish: dishes[0] }),
    },
  },
};
const pantry = {
  typeDefs: `
    type Soup @key(fields: "id") { id: ID! name: String! @shareable salt: Int! }
    type Cake @key(fields: "id") { id: ID! name: String! @shareable salt: Int! cook: Cook! @shareable }
    type Cook @key(fields: "id") { id: ID! name: String! @shareable hand: Hand! @shareable age: Int! }
    type Hand @shareable { side: String! }
  `,
  resolvers: {
    Soup: { __resolveReference: dishOf },
    Cake: { __resolveReference: dishOf },
    Cook: {
      __resolveReference: (key: { id: string }) => cooks.find(({ id }) => id === key.id),
      age: () => 40,
      hand: never('a hand'),
    },
  },
};

describe('@provides', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ menu, pantry });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const expectFrom = async (subgraphs: readonly string[], query: string, data: unknown) => {
    expect(await graph.ask(query)).toEqual({ data });
    expect(graph.requests.map(({ subgraph }) => subgraph)).toEqual(subgraphs);
  };

  it('spares the way to the owner, on objects and deep inside them', async () => {
    await expectFrom(['menu'], '{ chef { id name hand { side } } }', {
      chef: { id: 'k1', name: 'Ada', hand: { side: 'left' } },
    });
    graph.requests.length = 0;
    await expectFrom(['menu'], '{ special { day dish { name } } }', {
      special: { day: 'sunday', dish: { name: 'Borscht' } },
    });
  });

  it('holds on its own way alone', async () => {
    await expectFrom(['menu', 'pantry'], '{ helper { name } }', { helper: { name: 'Bob' } });
  });

  it('holds under the type conditions that it has', async () => {
    await expectFrom(['menu'], '{ today { ... on Soup { id name } ... on Cake { name cook { name } } } }', {
      today: [
        { id: 's', name: 'Borscht' },
        { name: 'Torte', cook: { name: 'Bob' } },
      ],
    });
  });

  it('leaves the rest to the owner', async () => {
    await expectFrom(['menu', 'pantry'], '{ chef { name age hand { side } } }', {
      chef: { name: 'Ada', age: 40, hand: { side: 'left' } },
    });
    const toOwner = graph.requests.at(-1)?.query ?? '';
    expect(toOwner).toContain('age');
    expect(toOwner).not.toMatch(/name\b|side/);
  });

  it('brings what is asked for and nothing more', async () => {
    await expectFrom(['menu'], '{ chef { id shown: name ... on Cook @skip(if: true) { hand { side } } } }', {
      chef: { id: 'k1', shown: 'Ada' },
    });
    graph.requests.length = 0;
    await expectFrom(['menu'], '{ chef { name } }', { chef: { name: 'Ada' } });
    expect(graph.requests[0]?.query).not.toContain('side');
  });

  it('has the owner asked where it is not given', async () => {
    expect(await graph.ask('{ tomorrow { ... on Soup { name salt } ... on Cake { name } } }')).toEqual({
      data: { tomorrow: [{ name: 'Borscht', salt: 1 }, { name: 'Torte' }] },
    });
  });
});
