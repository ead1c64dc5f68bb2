import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** Seats of a theatre. Each subgraph knows them by other keys, and not every key can be asked by. */
const seats = [
  { id: 's1', code: 'A-1', place: { row: 'A', number: 1, floor: 'low' }, price: 20 },
  { id: 's2', code: 'B-7', place: { row: 'B', number: 7, floor: 'high' }, price: 12 },
];
type Place = { row?: string; number?: number; floor?: string };
const byId = ({ id }: { id: string }) => seats.find((seat) => seat.id === id) ?? null;

const house = {
  typeDefs: `
    type Seat
      @key(fields: "id")
      @key(fields: "code", resolvable: false)
      @key(fields: "place { row number }", resolvable: false)
      @key(fields: "id place { number floor }", resolvable: false) { id: ID! code: ID! place: Place! price: Int! }
    type Place { row: ID! number: Int! floor: ID! }
  `,
  resolvers: { Seat: { __resolveReference: byId } },
};

const evening = {
  typeDefs: `
    type Query { evening: Evening ticket: Ticket }
    type Evening @key(fields: "day") { day: ID! seats: [Seat!]! }
    type Ticket { code: ID! seat: Seat }
    type Seat
      @key(fields: "place { row number }", resolvable: false)
      @key(fields: "id place { number floor }")
      @key(fields: "code", resolvable: false)
      @key(fields: "id", resolvable: false) {
      id: ID!
      code: ID!
      place: Place!
      price: Int! @external
      offer: String! @requires(fields: "price")
    }
    type Place { row: ID! number: Int! floor: ID! }
  `,
  resolvers: {
    Query: { evening: () => ({ day: 'monday' }), ticket: () => ({ code: 'A-1', seat: seats[0] }) },
    Evening: {
      __resolveReference: (key: { day: string }) => key,
      seats: () => seats.map(({ price: _, ...seat }) => seat),
    },
    Seat: {
      __resolveReference(given: { id: string; place?: Place; price?: number }) {
        if (given.place?.floor === undefined) throw new Error('asked by a key that cannot be resolved');
        return { ...byId(given), price: given.price };
      },
      offer({ price }: { price?: number }) {
        if (price === undefined) throw new Error('no price');
        return `only ${price / 2}`;
      },
    },
  },
};

const reviews = {
  typeDefs: `
    type Query { bestView: Seat }
    type Seat @key(fields: "code") { code: ID! view: String! }
  `,
  resolvers: {
    Query: { bestView: () => ({ code: 'B-7', view: 'wide' }) },
    Seat: { __resolveReference: ({ code }: { code: string }) => ({ code, view: code === 'B-7' ? 'wide' : 'near' }) },
  },
};

/** The only one that leads from a code to the other keys. */
const register = {
  typeDefs: `
    type Seat @key(fields: "code") @key(fields: "id") { id: ID! code: ID! place: Place! @shareable }
    type Place @shareable { row: ID! number: Int! floor: ID! }
  `,
  resolvers: {
    Seat: {
      __resolveReference: (key: { id?: string; code?: string }) =>
        seats.find(({ id, code }) => id === key.id || code === key.code) ?? null,
    },
  },
};

/** A hall has its seats for a key. */
const halls = {
  typeDefs: `
    type Query { hall: Hall }
    type Hall @key(fields: "seats { code } door { number }") { seats: [Seat!]! door: Door! }
    type Door { number: Int! }
    type Seat @key(fields: "code") { code: ID! }
  `,
  resolvers: { Query: { hall: () => ({ seats, door: { number: 4 } }) } },
};
const plans = {
  typeDefs: `
    type Hall @key(fields: "seats { code } door { number }") { seats: [Seat!]! @external door: Door! @external size: String! }
    type Door { number: Int! @external }
    type Seat @key(fields: "code") { code: ID! }
  `,
  resolvers: {
    Hall: {
      __resolveReference: (key: { seats: { code: string }[]; door: { number: number } }) => ({
        size: `${key.seats.map(({ code }) => code).join('+')} by door ${key.door.number}`,
      }),
    },
  },
};

describe('an entity with several keys', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({
      house: { ...house, typeDefs: house.typeDefs.replaceAll('place: Place!', 'place: Place! @shareable') },
      evening: { ...evening, typeDefs: evening.typeDefs.replaceAll('place: Place!', 'place: Place! @shareable') },
      reviews,
      register,
      halls,
      plans,
    });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  it('is asked by one that can be resolved, where the same subgraph has others', async () => {
    expect(await graph.ask('{ evening { day seats { id price offer } } }')).toEqual({
      data: {
        evening: {
          day: 'monday',
          seats: [
            { id: 's1', price: 20, offer: 'only 10' },
            { id: 's2', price: 12, offer: 'only 6' },
          ],
        },
      },
    });
  });

  it('is found over a subgraph that knows two of them', async () => {
    expect(await graph.ask('{ bestView { view price } }')).toEqual({ data: { bestView: { view: 'wide', price: 12 } } });
    expect(graph.requests.map(({ subgraph }) => subgraph)).toEqual(['reviews', 'register', 'house']);
  });

  it('is found over two hops and comes back for what it requires', async () => {
    expect(await graph.ask('{ bestView { offer } }')).toEqual({ data: { bestView: { offer: 'only 6' } } });
  });

  it('is found by keys of lists and of nested objects', async () => {
    expect(await graph.ask('{ hall { size } }')).toEqual({ data: { hall: { size: 'A-1+B-7 by door 4' } } });
    const representations = graph.requests.find(({ subgraph }) => subgraph === 'plans')?.variables.representations;
    expect(representations).toEqual([
      { __typename: 'Hall', seats: [{ code: 'A-1' }, { code: 'B-7' }], door: { number: 4 } },
    ]);
  });

  it('shows the client no key that was not asked for', async () => {
    expect(await graph.ask('{ ticket { seat { view } } }')).toEqual({ data: { ticket: { seat: { view: 'near' } } } });
  });
});
