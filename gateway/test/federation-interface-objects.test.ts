import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** Animals of a zoo: only the register knows which kind each is; others add to all kinds alike. */
const animals = [
  { __typename: 'Bird', id: 'b1', name: 'Coco', wings: 2 },
  { __typename: 'Fish', id: 'f1', name: 'Nemo', fins: 5 },
  { __typename: 'Bird', id: 'b2', name: 'Polly', wings: 1 },
];
const animalOf = ({ id }: { id: string }) => animals.find((animal) => animal.id === id) ?? null;
const kindOf = (kind: string) => (key: { id: string }) => {
  const animal = animalOf(key);
  return animal?.__typename === kind ? animal : null;
};

const register = {
  typeDefs: `
    type Query { animals: [Animal!]! }
    interface Animal @key(fields: "id") { id: ID! name: String! }
    type Bird implements Animal @key(fields: "id") { id: ID! name: String! wings: Int! }
    type Fish implements Animal @key(fields: "id") { id: ID! name: String! fins: Int! }
  `,
  resolvers: {
    Query: { animals: () => animals },
    Animal: { __resolveReference: animalOf },
    Bird: { __resolveReference: kindOf('Bird') },
    Fish: { __resolveReference: kindOf('Fish') },
  },
};

/** Says nothing right of the kinds: the gateway must not believe it. */
const kitchen = {
  typeDefs: `
    type Query { hungry: [Animal!]! first: Animal nobody: Animal }
    type Animal @key(fields: "id") @interfaceObject {
      id: ID!
      name: String! @external
      food: String!
      bowl: String! @requires(fields: "name")
    }
  `,
  resolvers: {
    Query: {
      hungry: () => animals.map(({ id }) => ({ __typename: 'Stone', id })),
      first: () => ({ id: 'f1' }),
      nobody: () => ({ id: 'x9' }),
    },
    Animal: {
      __resolveReference: (given: { id: string; name?: string }) => ({ ...given, __typename: 'Stone' }),
      food: ({ id }: { id: string }) => `seeds for ${id}`,
      bowl: ({ name }: { name?: string }) => {
        if (name === undefined) throw new Error('no name');
        return `bowl of ${name}`;
      },
    },
  },
};

const doctor = {
  typeDefs: `
    type Query { patient: Visit }
    type Visit { day: String! animal: Animal! }
    type Animal @key(fields: "id") @interfaceObject { id: ID! pulse: Int! }
  `,
  resolvers: {
    Query: { patient: () => ({ day: 'friday', animal: { id: 'b2' } }) },
    Animal: { __resolveReference: (key: { id: string }) => key, pulse: ({ id }: { id: string }) => id.charCodeAt(0) },
  },
};

/** Adds to one of the kinds alone. */
const aviary = {
  typeDefs: `type Bird @key(fields: "id") { id: ID! nest: String! }`,
  resolvers: {
    Bird: { __resolveReference: (key: { id: string }) => key, nest: ({ id }: { id: string }) => `nest ${id}` },
  },
};

/** Knows ghosts, of which no subgraph has any kind. */
const cellar = {
  typeDefs: `
    type Query { ghost: Ghost }
    type Ghost @key(fields: "id", resolvable: false) @interfaceObject { id: ID! moan: String! }
  `,
  resolvers: { Query: { ghost: () => ({ id: 'g', moan: 'uh' }) } },
};
const attic = {
  typeDefs: `
    type Query { haunted: Ghost }
    interface Ghost @key(fields: "id") { id: ID! }
  `,
  resolvers: { Query: { haunted: () => ({ id: 'g' }) } },
};

describe('an interface object', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ register, kitchen, doctor, aviary, cellar, attic });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const expectData = async (query: string, data: unknown) => expect(await graph.ask(query)).toEqual({ data });

  it('adds fields to every kind', async () => {
    await expectData('{ animals { name food pulse } }', {
      animals: [
        { name: 'Coco', food: 'seeds for b1', pulse: 98 },
        { name: 'Nemo', food: 'seeds for f1', pulse: 102 },
        { name: 'Polly', food: 'seeds for b2', pulse: 98 },
      ],
    });
  });

  it('answers alone what it knows itself', async () => {
    await expectData('{ hungry { id food } }', { hungry: animals.map(({ id }) => ({ id, food: `seeds for ${id}` })) });
    expect(graph.requests.map(({ subgraph }) => subgraph)).toEqual(['kitchen']);
  });

  it('has its true kind from where the kinds are known', async () => {
    await expectData('{ hungry { __typename kind: __typename food } first { __typename } }', {
      hungry: animals.map(({ __typename, id }) => ({ __typename, kind: __typename, food: `seeds for ${id}` })),
      first: { __typename: 'Fish' },
    });
  });

  it('has fields of its kinds under their conditions alone', async () => {
    await expectData('{ hungry { ... on Bird { wings food } ... on Fish { fins } } }', {
      hungry: [{ wings: 2, food: 'seeds for b1' }, { fins: 5 }, { wings: 1, food: 'seeds for b2' }],
    });
    await expectData('{ first { ... on Bird { food } } patient { day animal { ... on Bird { name nest } } } }', {
      first: {},
      patient: { day: 'friday', animal: { name: 'Polly', nest: 'nest b2' } },
    });
  });

  it('gives what it requires of the interface', async () => {
    await expectData('{ hungry { bowl } animals { bowl ... on Fish { name } } patient { animal { bowl pulse } } }', {
      hungry: [{ bowl: 'bowl of Coco' }, { bowl: 'bowl of Nemo' }, { bowl: 'bowl of Polly' }],
      animals: [{ bowl: 'bowl of Coco' }, { bowl: 'bowl of Nemo', name: 'Nemo' }, { bowl: 'bowl of Polly' }],
      patient: { animal: { bowl: 'bowl of Polly', pulse: 98 } },
    });
  });

  it('of which nobody knows the kind is null where the kind is asked for, and stands where it is not', async () => {
    await expectData('{ nobody { food } }', { nobody: { food: 'seeds for x9' } });
    expect((await graph.ask('{ nobody { __typename food } first { food } }')).data).toEqual({
      nobody: null,
      first: { food: 'seeds for f1' },
    });
    expect((await graph.ask('{ nobody { ... on Fish { fins } } }')).data).toMatchObject({});
  });

  it('that has no kinds at all is answered from its own subgraph', async () => {
    await expectData('{ ghost { id moan } }', { ghost: { id: 'g', moan: 'uh' } });
  });

  it('that cannot be resolved is an error, never an empty answer', async () => {
    for (const query of ['{ haunted { moan } }', '{ haunted { id } }', '{ haunted { __typename } }']) {
      const answer = await graph.ask(query);
      expect(answer.data?.haunted ?? null).toBeNull();
      expect(answer.errors?.length ?? 0).toBeGreaterThan(0);
    }
  });
});
