import { defineErrors } from '@lectern/errors';
import { createLogger, createMetrics, type HttpService } from '@lectern/runtime';
import { type SubgraphRequest, startSubgraph } from '@lectern/subgraph';
import { testSigningSecret } from '@lectern/testing';
import { parse } from 'graphql';
import { composeSupergraph } from './_compose.ts';
import type { Gate } from './_gate.ts';

/** A graph of one subgraph, and another beside it that is never asked. */
const atlas = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Anything
  type Query {
    sheets(first: Int! = 3): [Sheet!]!
    sheet(id: ID!): Sheet
    echo(text: String!): String
    anything: Anything
    held: String
    torn: String
    mixed: [Sheet]
  }
  type Mutation { draw(title: String!): Sheet! }
  interface Place { name: String! }
  type Town implements Place { name: String! people: Int }
  type Peak implements Place { name: String! metres: Float! }
  enum Scale { CITY COUNTRY }
  type Sheet @key(fields: "id") { id: ID! title: String! scale: Scale! places: [Place!]! tear: Int }
`;
const index = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { terms: Int }
  type Sheet @key(fields: "id") { id: ID! page: Int }
`;

const atlasErrors = defineErrors({ SHEET_TORN: { category: 'CONFLICT', message: 'The sheet is torn.' } });
const tear = () => {
  throw atlasErrors.make('SHEET_TORN');
};

const places = [
  { __typename: 'Town', name: 'Ørsta “north”\n\\', people: null },
  { __typename: 'Peak', name: '山\u2028\u{1f5fb}\ud800', metres: 1e21 },
  { __typename: 'Peak', name: '', metres: -0 },
];
const sheetOf = (id: number | string) => ({ id, title: `Sheet ${id}`, scale: 'CITY', places });

export const atlasSupergraph = composeSupergraph({ atlas, index });

export async function startAtlas(gate: Gate): Promise<HttpService> {
  return startSubgraph<SubgraphRequest>({
    name: 'atlas',
    typeDefs: parse(atlas),
    resolvers: {
      Query: {
        sheets: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, (_none, id) => sheetOf(id)),
        sheet: (_: unknown, { id }: { id: string }) => (id === 'none' ? null : sheetOf(id)),
        echo: (_: unknown, { text }: { text: string }) => text,
        anything: () => ({ b: [1.5, -0, 'x', null, { deep: [[]] }], 2: true, a: '\u2029' }),
        held: () => gate.pass().then(() => 'after all'),
        torn: tear,
        mixed: () => [sheetOf(1), null, sheetOf(2)],
      },
      Mutation: { draw: (_: unknown, { title }: { title: string }) => ({ ...sheetOf('new'), title }) },
      Sheet: { tear },
    },
    signingSecret: testSigningSecret,
    host: '127.0.0.1',
    port: 0,
    logger: createLogger('atlas', { level: 'silent', format: 'json' }),
    metrics: createMetrics('atlas'),
    checks: {},
    createContext: (request) => request,
  });
}
