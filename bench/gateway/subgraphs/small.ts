import type { Graph } from './graph.ts';

type Reader = { readonly id: string; readonly name: string; readonly city: string };

const reader: Reader = { id: 'r-1', name: 'Ada Winter', city: 'Graz' };
const loans = { loanCount: 3, lastTitle: 'A Field Guide to Alpine Flowers' };
const rename = (_: unknown, { id, name }: { id: string; name: string }): Reader => ({ ...reader, id, name });

/** Fields that changed supergraphs add one by one; the subgraph has them from the start, and they are null. */
export const addedFields = ['born', 'died', 'motto', 'shelf'] as const;

const readers = (extra = '') => `
  type Query { reader: Reader }
  type Mutation { renameReader(id: ID!, name: String!): Reader! }
  type Reader @key(fields: "id") { id: ID! name: String! city: String! ${extra} }`;

/** Two subgraphs that meet in one entity. `extra` adds fields to the entity, for a supergraph that differs. */
export function smallGraph(extra = ''): Graph {
  return {
    name: 'small',
    subgraphs: [
      {
        name: 'readers',
        sdl: readers(extra),
        federation1: readers(extra).replace(/type (Query|Mutation)/g, 'extend type $1'),
        resolvers: {
          Query: { reader: () => reader },
          Mutation: { renameReader: rename },
          Reader: { __resolveReference: () => reader },
        },
      },
      {
        name: 'loans',
        sdl: 'type Reader @key(fields: "id") { id: ID! loanCount: Int! lastTitle: String! }',
        federation1: `
          extend type Reader @key(fields: "id") { id: ID! @external loanCount: Int! lastTitle: String! }`,
        resolvers: { Reader: { __resolveReference: ({ id }: Reader) => ({ id, ...loans }) } },
      },
    ],
    whole: {
      sdl: `
        type Query { reader: Reader }
        type Mutation { renameReader(id: ID!, name: String!): Reader! }
        type Reader { id: ID! name: String! city: String! loanCount: Int! lastTitle: String! }`,
      rootValue: {
        reader: () => ({ ...reader, ...loans }),
        renameReader: (args: { id: string; name: string }) => ({ ...rename(undefined, args), ...loans }),
      },
    },
  };
}
