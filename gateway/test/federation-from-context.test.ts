import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** Rooms in hotels: a room is priced in the currency of the hotel that it was reached by. */
const hotels = [
  { id: 'h1', currency: 'EUR', stars: 3, rooms: ['r1', 'r2'] },
  { id: 'h2', currency: 'JPY', stars: 5, rooms: ['r1'] },
];
const hotelOf = ({ id }: { id: string }) => hotels.find((hotel) => hotel.id === id) ?? null;
const roomsOf = ({ id }: { id: string }) => hotelOf({ id })?.rooms.map((room) => ({ id: room })) ?? [];

const city = {
  typeDefs: `
    type Query { hotels: [Hotel!]! best: Hotel }
    type Hotel @key(fields: "id") { id: ID! stars: Int! currency: String! }
  `,
  resolvers: { Query: { hotels: () => hotels, best: () => hotels[1] }, Hotel: { __resolveReference: hotelOf } },
};
const desk = {
  typeDefs: `
    type Query { tent: Tent }
    type Hotel @key(fields: "id") @context(name: "house") { id: ID! currency: String! @external rooms: [Room!]! wing: Wing! }
    type Tent @key(fields: "id") @context(name: "house") { id: ID! money: String! rooms: [Room!]! }
    type Wing @key(fields: "id") { id: ID! rooms: [Room!]! }
    type Room @key(fields: "id") {
      id: ID!
      price(nights: Int!, currency: String @fromContext(field: "$house ... on Hotel { currency } ... on Tent { money }")): String!
    }
  `,
  resolvers: {
    Query: { tent: () => ({ id: 't1', money: 'SEK' }) },
    Hotel: {
      __resolveReference: (key: { id: string }) => key,
      rooms: roomsOf,
      wing: ({ id }: { id: string }) => ({ id: `wing of ${id}` }),
    },
    Tent: { __resolveReference: () => ({ id: 't1', money: 'SEK' }), rooms: () => [{ id: 'r7' }] },
    Wing: { __resolveReference: (key: { id: string }) => key, rooms: () => [{ id: 'r8' }] },
    Room: {
      __resolveReference: (key: { id: string }) => key,
      price: ({ id }: { id: string }, { nights, currency }: { nights: number; currency?: string }) =>
        `${nights} nights in ${id} in ${currency}`,
    },
  },
};

describe('@fromContext', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ city, desk });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const expectData = async (query: string, data: unknown, variables?: Record<string, unknown>) =>
    expect(await graph.ask(query, variables)).toEqual({ data });

  it('fills an argument from the entity above, for each of a list', async () => {
    await expectData('{ hotels { rooms { price(nights: 1) } } }', {
      hotels: [
        { rooms: [{ price: '1 nights in r1 in EUR' }, { price: '1 nights in r2 in EUR' }] },
        { rooms: [{ price: '1 nights in r1 in JPY' }] },
      ],
    });
  });

  it('fills it beside arguments and variables of the client', async () => {
    const query = 'query ($n: Int!) { best { stars rooms { id few: price(nights: 1) many: price(nights: $n) } } }';
    await expectData(
      query,
      { best: { stars: 5, rooms: [{ id: 'r1', few: '1 nights in r1 in JPY', many: '9 nights in r1 in JPY' }] } },
      { n: 9 },
    );
  });

  it('reaches through what lies between', async () => {
    await expectData('{ best { wing { rooms { price(nights: 2) } } } }', {
      best: { wing: { rooms: [{ price: '2 nights in r8 in JPY' }] } },
    });
  });

  it('takes it from each type that sets the context', async () => {
    await expectData('{ tent { rooms { price(nights: 3) } } }', {
      tent: { rooms: [{ price: '3 nights in r7 in SEK' }] },
    });
  });

  it('is no argument of the client’s', async () => {
    const { errors } = await graph.ask('{ best { rooms { price(nights: 1, currency: "USD") } } }');
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(graph.requests).toEqual([]);
  });
});
