import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Federated, startFederated } from './_federated.ts';

/** A radio programme: shows of several kinds, of which each subgraph knows other kinds and other fields. */
const news = { __typename: 'News', id: 'n1', minutes: 5 };
const music = { __typename: 'Music', id: 'm1', minutes: 55 };
const talk = { __typename: 'Talk', id: 't1', minutes: 30 };

const programme = {
  typeDefs: `
    type Query { shows: [Show!]! entries: [Entry] next: Entry timed: [Timed] guest: Show byId(id: ID!): Show }
    interface Show { id: ID! minutes: Int! }
    interface Timed { minutes: Int! }
    union Entry = News | Music
    type News implements Show & Timed @key(fields: "id") { id: ID! minutes: Int! related: [Show!]! }
    type Music implements Show @key(fields: "id") { id: ID! minutes: Int! related: [Entry] }
    type Talk implements Show & Timed @key(fields: "id") { id: ID! minutes: Int! }
  `,
  resolvers: {
    Query: {
      shows: () => [news, music, talk],
      entries: () => [news, null, music],
      next: () => music,
      timed: () => [talk, news],
      guest: () => ({ __typename: 'Comet', id: 'c' }),
      byId: (_: unknown, { id }: { id: string }) => [news, music, talk].find((show) => show.id === id) ?? null,
    },
    News: { __resolveReference: () => news, related: () => [music, news] },
    Music: { __resolveReference: () => music, related: () => [news, null] },
    Talk: { __resolveReference: () => talk },
  },
};
const editors = {
  typeDefs: `
    interface Show { id: ID! }
    interface Edited { editor: Person! }
    type News implements Show & Edited @key(fields: "id") { id: ID! editor: Person! }
    type Talk implements Show & Edited @key(fields: "id") { id: ID! editor: Person! host: String! }
    type Person @key(fields: "name") { name: String! }
  `,
  resolvers: {
    News: { __resolveReference: (key: object) => key, editor: () => ({ name: 'Ada' }) },
    Talk: { __resolveReference: (key: object) => key, editor: () => ({ name: 'Bob' }), host: () => 'Cid' },
  },
};
const charts = {
  typeDefs: `
    type Query { mixed: [Mix] }
    type Music @key(fields: "id") { id: ID! host: Int! rank: Int! }
    type Person @key(fields: "name") { name: String! age: Int! }
    type Advert { sponsor: String! }
    union Mix = Music | Person | Advert
  `,
  resolvers: {
    Query: {
      mixed: () => [
        { __typename: 'Advert', sponsor: 'Soap' },
        { __typename: 'Person', name: 'Eve' },
        { __typename: 'Music', id: 'm1' },
      ],
    },
    Music: { __resolveReference: (key: object) => key, host: () => 9, rank: () => 1 },
    Person: { __resolveReference: (key: object) => key, age: () => 44 },
  },
};

describe('interfaces and unions', () => {
  let graph: Federated;
  beforeAll(async () => {
    graph = await startFederated({ programme, editors, charts });
  });
  afterAll(async () => graph[Symbol.asyncDispose]());
  beforeEach(() => {
    graph.requests.length = 0;
  });

  const expectData = async (query: string, data: unknown, variables?: Record<string, unknown>) =>
    expect(await graph.ask(query, variables)).toEqual({ data });

  it('have fields of their types from several subgraphs', async () => {
    await expectData(
      '{ shows { id ... on News { editor { name age } } ... on Music { rank } ... on Talk { host minutes } } }',
      {
        shows: [
          { id: 'n1', editor: { name: 'Ada', age: 44 } },
          { id: 'm1', rank: 1 },
          { id: 't1', host: 'Cid', minutes: 30 },
        ],
      },
    );
  });

  it('may be named by an interface that the asked subgraph does not have', async () => {
    await expectData('{ shows { ... on Edited { editor { name } } } entries { ... on Edited { editor { age } } } }', {
      shows: [{ editor: { name: 'Ada' } }, {}, { editor: { name: 'Bob' } }],
      entries: [{ editor: { age: 44 } }, null, {}],
    });
  });

  it('may be nested in each other, and in fragments of fragments', async () => {
    await expectData(
      `{ entries { ...Any ... on News { related { __typename ...Any ... on Music { related { ...Any } } } } } }
       fragment Any on Show { ...Id ... on Timed { minutes } }
       fragment Id on Show { id }`,
      {
        entries: [
          {
            id: 'n1',
            minutes: 5,
            related: [
              { __typename: 'Music', id: 'm1', related: [{ id: 'n1', minutes: 5 }, null] },
              { __typename: 'News', id: 'n1', minutes: 5 },
            ],
          },
          null,
          { id: 'm1' },
        ],
      },
    );
  });

  it('may have one name for fields of several types, when an alias keeps them apart', async () => {
    await expectData('{ shows { ... on Talk { text: host } ... on Music { number: host } } }', {
      shows: [{}, { number: 9 }, { text: 'Cid' }],
    });
    const { errors } = await graph.ask('{ shows { ... on Talk { host } ... on Music { host } } }');
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('say what they are, under every name', async () => {
    await expectData(
      '{ mixed { __typename kind: __typename ... on Person { who: __typename name } } next { a: __typename } }',
      {
        mixed: [
          { __typename: 'Advert', kind: 'Advert' },
          { __typename: 'Person', kind: 'Person', who: 'Person', name: 'Eve' },
          { __typename: 'Music', kind: 'Music' },
        ],
        next: { a: 'Music' },
      },
    );
  });

  it('are empty objects where no condition holds', async () => {
    await expectData(
      '{ entries { ... on News { minutes } } timed { ... on Edited { __typename @skip(if: true) } } mixed { ... on Advert { sponsor } } }',
      {
        entries: [{ minutes: 5 }, null, {}],
        timed: [{}, {}],
        mixed: [{ sponsor: 'Soap' }, {}, {}],
      },
    );
  });

  it('are joined under conditions of variables', async () => {
    const query = `query ($news: Boolean!, $music: Boolean!) {
      shows { id ... on News @include(if: $news) { editor { name } } ... on Music @skip(if: $music) { rank minutes } }
    }`;
    await expectData(
      query,
      { shows: [{ id: 'n1' }, { id: 'm1', rank: 1, minutes: 55 }, { id: 't1' }] },
      { news: false, music: false },
    );
    await expectData(
      query,
      { shows: [{ id: 'n1', editor: { name: 'Ada' } }, { id: 'm1' }, { id: 't1' }] },
      { news: true, music: true },
    );
  });

  it('of a kind that the graph does not have are null', async () => {
    expect((await graph.ask('{ guest { id } next { ... on Music { id } } }')).data).toEqual({
      guest: null,
      next: { id: 'm1' },
    });
  });

  it('merge what is asked for on the interface and on the type', async () => {
    await expectData(
      '{ byId(id: "n1") { ... on Show { minutes } ... on News { id related { id } } ... on Timed { minutes } ... on News { related { minutes } } } }',
      {
        byId: {
          minutes: 5,
          id: 'n1',
          related: [
            { id: 'm1', minutes: 55 },
            { id: 'n1', minutes: 5 },
          ],
        },
      },
    );
  });
});
