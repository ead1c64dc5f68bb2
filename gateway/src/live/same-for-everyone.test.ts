import { describe, expect, it } from '@jest/globals';
import { buildASTSchema, type DocumentNode, parse } from 'graphql';
import { composeSupergraph } from '../../test/_compose.ts';
import { composeHarbour } from '../../test/_harbour.ts';
import { loadSupergraph } from '../plan/load-supergraph.ts';
import { readLiveRoutes } from '../supergraph/live-routes.ts';
import { isSameForEveryone } from './same-for-everyone.ts';

function open(sdl: string) {
  const document = parse(sdl, { noLocation: true });
  return { document, ...loadSupergraph(sdl), supergraphSchema: schemaOf(document) };
}

function schemaOf(document: DocumentNode) {
  return buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
}

const harbour = open(composeHarbour());
const routes = readLiveRoutes(harbour.document);

function isSame(selection: string, graph = harbour, subgraph = 'port'): boolean {
  const plan = graph.plan(`{ berth(quay: "north", number: 1) { ${selection} } }`, []);
  return isSameForEveryone(graph, plan, { subgraph });
}

const ship = (fields: string) => `occupant { ... on Ship { ${fields} } }`;
const tug = (fields: string) => `craft { ... on Tug { ${fields} } }`;

describe('what an event fetches is the same for everyone', () => {
  it.each([
    ['nothing', '__typename depth'],
    ['the union itself, and keys', 'occupant { __typename ... on Ship { id } ... on Crane { liftTons } }'],
    ['a field of the event with arguments and the mark', 'room(of: 3)'],
    ['fields with the mark', ship('name length')],
    ['fields with the mark, asked for once more under another name', ship('a: name b: name')],
    ['a field with the mark below another', ship('flag { country }')],
    ['a field with the mark and arguments', ship('flag { country(language: "no") }')],
    ['the key of what a field with the mark refers to', ship('owner { id }')],
    ['fields of an interface, marked in each type', 'craft { name }'],
    ['a field with the mark of the route’s own subgraph', ship('owner { quays }')],
    ['what requires a field with the mark', ship('mooring')],
    ['what requires a field that clients do not see', ship('dues')],
    ['a field behind another key, which has the mark', tug('waves')],
    ['a field with the mark, if asked for', `${ship('name @include(if: true)')}`],
  ])('%s', (_what, selection) => {
    expect(isSame(selection)).toBe(true);
  });
});

describe('what an event fetches depends on who asks', () => {
  it.each([
    ['a field of the event’s type with arguments, which no event carries', 'shade(at: 3)'],
    ['a field without the mark', ship('insurance')],
    ['one among others', ship('name insurance flag { country }')],
    ['a field without the mark below one that has it', ship('flag { country tax }')],
    ['a field without the mark of an entity behind one that has it', ship('owner { name debts }')],
    ['what requires a field without the mark', ship('clearance')],
    ['what requires one that clients do not see', ship('premium')],
    ['a key that only another subgraph knows', ship('imo')],
    ['a field behind a key that only another subgraph knows', ship('waves')],
  ])('%s', (_what, selection) => {
    expect(isSame(selection)).toBe(false);
  });

  it('what is asked for under a condition counts as asked for', () => {
    const text =
      'query ($more: Boolean!) { berth(quay: "n", number: 1) { occupant { ... on Ship @include(if: $more) { insurance } } } }';
    expect(isSameForEveryone(harbour, harbour.plan(text, []), { subgraph: 'port' })).toBe(false);
  });

  it('what is deferred counts as asked for', () => {
    const text = '{ berth(quay: "n", number: 1) { depth ... @defer { occupant { ... on Ship { insurance } } } } }';
    expect(isSameForEveryone(harbour, harbour.plan(text, []), { subgraph: 'port' })).toBe(false);
  });

  it('the data of an event is that of its own subgraph alone', () => {
    expect(isSame('depth', harbour, 'registry')).toBe(false);
    expect(routes.get('berthChanged')).toMatchObject({ subgraph: 'port', skips: true, scope: 'SHARED' });
  });

  it('a plan for a mark that is not linked', () => {
    const sdl = composeHarbour().replace(/@link\(url: "https:\/\/lectern[^)]*\)/, '');
    expect(isSame(ship('name'), open(sdl))).toBe(false);
    expect(isSame('depth', open(sdl))).toBe(true);
  });
});

describe('fields that a subgraph gives to every type of an interface', () => {
  const link = `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject", "@composeDirective"])
      @link(url: "https://lectern.dev/live/v1.0", import: [{ name: "@sameForEveryone", as: "@plain" }])
      @composeDirective(name: "@plain")
    directive @plain on FIELD_DEFINITION`;
  const graph = open(
    composeSupergraph({
      port: `${link} type Query { berth(quay: ID!, number: Int!): Berth } type Berth { craft: Craft }
        interface Craft @key(fields: "id") { id: ID! } type Ship implements Craft @key(fields: "id") { id: ID! }`,
      radio: `${link} type Craft @interfaceObject @key(fields: "id") { id: ID! channel: Int @plain secret: Int }`,
    }),
  );
  it.each([
    ['craft { channel }', true],
    ['craft { ... on Ship { channel } }', true],
    ['craft { channel secret }', false],
  ])('%s', (selection, expected) => {
    expect(isSame(selection, graph)).toBe(expected);
  });
});
