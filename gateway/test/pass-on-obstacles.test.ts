import { describe, expect, it } from '@jest/globals';
import { buildASTSchema, type FieldNode, getOperationAST, parse, parseType, print } from 'graphql';
import { compilePlan } from '../src/execute/compile-plan.ts';
import type { CompiledFetch } from '../src/execute/compiled-plan.ts';
import { foldConditions } from '../src/execute/fold-conditions.ts';
import { findKeyRenames, readKeyRisks } from '../src/execute/key-renames.ts';
import { isAsStrict } from '../src/execute/pass-on/compare-selections.ts';
import { fetchToPassOn, findObstacle, type Obstacle, type PassOnFacts } from '../src/execute/pass-on/find-obstacle.ts';
import { conditionVariables } from '../src/execute/project/collect-fields.ts';
import { fragmentsOf } from '../src/execute/project/projection.ts';
import { compileRepresent } from '../src/execute/representations.ts';
import { createTypeConditions } from '../src/execute/type-conditions.ts';
import { loadSupergraph } from '../src/plan/load-supergraph.ts';
import { composeSupergraph } from './_compose.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@external", "@shareable", "@inaccessible", "@interfaceObject"
])\n`;

/** A library with an archive beside it, in which each thing that makes an answer another one than the client's stands once. */
const shelves = `${link}
  type Query {
    book(id: ID!): Book
    books: [Book!]!
    work: Work
    thing: Thing
    creature: Creature
    anything: Anything
    media: Media
    parcel: Parcel
    again: Query
  }
  type Mutation { lend(id: ID!): Loan }
  type Subscription { lent: Loan }
  type Loan { book: Book! days: Int! }
  type Book implements Work @key(fields: "id") {
    id: ID!
    title(language: String): String!
    binding: Binding!
    condition: Condition!
    sequel: Book
    authors: [Author!]
    secret: String @inaccessible
  }
  type Author { name: String! born: Int }
  enum Binding { HARD SOFT }
  enum Condition { NEW WORN STOLEN @inaccessible }
  interface Work { id: ID! title(language: String): String! }
  type Map implements Work @key(fields: "id") { id: ID! title(language: String): String! scale: Int! }
  interface Thing { legs: Int! }
  type Chair implements Thing { legs: Int! }
  interface Creature { legs: Int! }
  type Cat implements Creature { legs: Int! }
  type Yeti implements Creature @inaccessible { legs: Int! }
  union Anything = Cat | Yeti
  interface Media @key(fields: "id") { id: ID! }
  type Film implements Media @key(fields: "id") { id: ID! minutes: Int! }
  type Parcel @shareable { weight: Int! label: String! contents: [String!]! }
`;

const archive = `${link}
  type Query { record: Record rated: Media }
  type Mutation { burn(id: ID!): Int }
  type Book @key(fields: "id") { id: ID! shelf: Int! secret: String @external mark: String @requires(fields: "secret") }
  type Record @key(fields: "id") { id: ID! year: Int! book: Book }
  type Media @interfaceObject @key(fields: "id") { id: ID! rating: Int }
  type Parcel @shareable { weight: Int! label: String contents: [String] }
`;

const sdl = composeSupergraph({ shelves, archive });
const { plan, facts } = loadSupergraph(sdl);
const supergraph = parse(sdl, { noLocation: true });
const supergraphSchema = buildASTSchema(supergraph, { assumeValid: true, assumeValidSDL: true });
const schemaOf = (text: string) => buildASTSchema(parse(text), { assumeValid: true, assumeValidSDL: true });
const apiSchema = schemaOf(facts.apiSdl);
const applies = createTypeConditions(supergraphSchema);

/** As the gateway would plan it, with these values of its conditions. */
function factsOf(text: string, variables: Readonly<Record<string, boolean>> = {}): PassOnFacts {
  const document = parse(text, { noLocation: true });
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const renames = findKeyRenames(document, readKeyRisks(supergraph));
  const conditions = Object.fromEntries(conditionVariables(document).map((name) => [name, variables[name] === true]));
  const folded = foldConditions(document, conditions);
  const planned = plan(print(renames ? renames.rename(folded) : folded), []);
  return {
    plan: compilePlan(planned, applies),
    operation,
    selecting: {
      schema: apiSchema,
      fragments: fragmentsOf(document),
      applies,
      refused: undefined,
      renames,
      conditions,
    },
    isIntrospecting: false,
    supergraphSchema,
  };
}

function withFetch(text: string, change: Partial<CompiledFetch>): PassOnFacts {
  const made = factsOf(text);
  const [fetch] = made.plan.fetches;
  if (!fetch) throw new Error('no fetch');
  return { ...made, plan: { ...made.plan, step: { kind: 'fetch', fetch: { ...fetch, ...change } } } };
}

function refusing(text: string): PassOnFacts {
  const made = factsOf(text);
  const refused = new Set(made.operation.selectionSet.selections.filter((node): node is FieldNode => 'alias' in node));
  return { ...made, selecting: { ...made.selecting, refused } };
}

describe('an answer is passed on', () => {
  it.each<[string, string, Record<string, boolean>]>([
    ['of plain fields', '{ books { id title(language: "en") authors { name born } } }', {}],
    ['of fields with keys of the client', '{ all: books { called: title(language: "en") } }', {}],
    ['of fragments that come out in the same order', '{ books { ...B title } } fragment B on Book { id binding }', {}],
    ['of a field asked for twice', '{ books { id authors { name } id ... on Book { authors { born } } } }', {}],
    ['of an interface whose types are asked for', '{ work { __typename id ... on Map { scale } } }', {}],
    ['of a mutation', 'mutation { lend(id: 1) { days book { title } } }', {}],
    ['of a field whose type the subgraph has stricter', '{ parcel { weight label contents } }', {}],
    ['of what is left by conditions', 'query ($a: Boolean!) { books { id title @include(if: $a) } }', { a: false }],
    ['of what conditions add', 'query ($a: Boolean!) { books { id title @include(if: $a) } }', { a: true }],
    ['of a subgraph that has its part of a type', '{ record { year } }', {}],
  ])('%s', (_what, text, variables) => {
    const made = factsOf(text, variables);
    expect(findObstacle(made)).toBeUndefined();
    expect(fetchToPassOn(made)).toBe(made.plan.fetches[0]);
  });
});

describe('an answer is not passed on', () => {
  it.each<[string, string, Obstacle]>([
    ['of two subgraphs', '{ book(id: 1) { title shelf } }', 'SEVERAL_STEPS'],
    ['of two subgraphs at the root', '{ books { id } record { id } }', 'SEVERAL_STEPS'],
    ['where nothing is fetched', '{ __typename }', 'SEVERAL_STEPS'],
    ['of a subscription', 'subscription { lent { days } }', 'SEVERAL_STEPS'],
    ['where keys are renamed', '{ books { id: title } }', 'RENAMED_KEYS'],
    ['with the name of the root', '{ __typename books { id } }', 'OTHER_FIELDS'],
    ['with the name of the root below it', '{ again { __typename books { id } } }', 'OTHER_NAME_OF_TYPE'],
    ['with a __typename of the planner', '{ thing { legs } }', 'OTHER_FIELDS'],
    ['with a __typename in another place', '{ work { id title __typename } }', 'OTHER_FIELDS'],
    ['with an enum that has hidden values', '{ books { condition } }', 'HIDDEN_VALUE'],
    ['with an interface that has hidden types', '{ creature { __typename legs } }', 'HIDDEN_MEMBER'],
    ['with a union that has hidden types', '{ anything { __typename ... on Cat { legs } } }', 'HIDDEN_MEMBER'],
  ])('%s', (_what, text, obstacle) => {
    expect(findObstacle(factsOf(text))).toBe(obstacle);
    expect(fetchToPassOn(factsOf(text))).toBeUndefined();
  });

  it('of an interface that is an object in the subgraph', () => {
    const made = withFetch('{ media { __typename id } }', {});
    expect(findObstacle(made)).toBeUndefined();
    expect(findObstacle(withFetch('{ media { __typename id } }', { service: 'archive' }))).toBe('TYPE_UNKNOWN');
    expect(findObstacle(factsOf('{ rated { id rating } }'))).toBe('TYPE_UNKNOWN');
  });

  it.each<[string, Partial<CompiledFetch>, Obstacle]>([
    [
      'fetches are rewritten',
      { outputRewrites: [{ kind: 'KeyRenamer', path: ['books'], renameKeyTo: 'b' }] },
      'REWRITES',
    ],
    ['values come from above', { contextual: [{ kind: 'KeyRenamer', path: ['books'], renameKeyTo: 'b' }] }, 'REWRITES'],
    ['entities are fetched', { represent: compileRepresent([], [], applies) }, 'SEVERAL_STEPS'],
    ['the subgraph is asked for more', { query: '{ books { id title binding } }' }, 'OTHER_FIELDS'],
    ['the subgraph is asked for less', { query: '{ books { id } }' }, 'OTHER_FIELDS'],
    ['the subgraph is asked for what is hidden', { query: '{ books { id title secret } }' }, 'OTHER_FIELDS'],
    ['the subgraph is asked in another order', { query: '{ books { title id } }' }, 'OTHER_FIELDS'],
    ['the subgraph is asked under other keys', { query: '{ books { id t: title } }' }, 'OTHER_FIELDS'],
    ['the subgraph is asked for another field', { query: '{ books { id title: binding } }' }, 'OTHER_FIELDS'],
    ['the subgraph is asked for types by name', { query: '{ books { id ... on Map { title } } }' }, 'OTHER_FIELDS'],
    ['the subgraph decides', { query: 'query($a:Boolean!){ books { id title @skip(if: $a) } }' }, 'CONDITIONS'],
    ['the subgraph is sent a mutation', { query: 'mutation { books { id title } }' }, 'SEVERAL_STEPS'],
    ['the subgraph does not have the field', { service: 'archive' }, 'TYPE_UNKNOWN'],
    ['nobody knows the subgraph', { service: 'cellar' }, 'SUBGRAPH_UNKNOWN'],
  ])('where %s', (_what, change, obstacle) => {
    expect(findObstacle(withFetch('{ books { id title } }', {}))).toBeUndefined();
    expect(findObstacle(withFetch('{ books { id title } }', change))).toBe(obstacle);
  });

  it('where fields are refused', () => {
    expect(findObstacle(refusing('{ books { id } }'))).toBe('REFUSED_FIELDS');
  });

  it('where the schema is asked for', () => {
    expect(findObstacle({ ...factsOf('{ books { id } }'), isIntrospecting: true })).toBe('INTROSPECTION');
    expect(findObstacle(factsOf('{ books { id } __schema { queryType { name } } }'))).not.toBeUndefined();
  });

  it('where a part is deferred', () => {
    expect(findObstacle(factsOf('{ book(id: 1) { id ... @defer { title } } }'))).not.toBeUndefined();
  });

  it('of a field that the client is promised more of', () => {
    const made = factsOf('{ books { authors { born } } }');
    const schema = schemaOf(facts.apiSdl.replace('born: Int', 'born: Int!'));
    expect(findObstacle({ ...made, selecting: { ...made.selecting, schema } })).toBe('LOOSER_TYPE');
  });

  it('of more fields than are worth looking at', () => {
    const query = `{ books { ${Array.from({ length: 10_001 }, (_, index) => `a${index}: id`).join(' ')} } }`;
    const operation = getOperationAST(parse(query, { noLocation: true }));
    if (!operation) throw new Error('no operation');
    expect(findObstacle({ ...withFetch('{ books { id } }', { query }), operation })).toBe('TOO_LARGE');
  });
});

describe('a type of a subgraph', () => {
  const seenIn = (type: string) => {
    const { x } = schemaOf(`type Query { x: ${type} }`).getQueryType()?.getFields() ?? {};
    if (!x) throw new Error('no field');
    return x.type;
  };

  it.each<[string, string, boolean]>([
    ['Int', 'Int', true],
    ['Int!', 'Int', true],
    ['Int', 'Int!', false],
    ['[Int!]!', '[Int]', true],
    ['[Int]!', '[Int!]!', false],
    ['[Int!]', '[Int!]!', false],
    ['[[Int!]!]!', '[[Int]]', true],
    ['[Int]', 'Int', false],
    ['Int', '[Int]', false],
    ['Float', 'Int', false],
  ])('%s for %s: %s', (declared, seen, fits) => {
    expect(isAsStrict(parseType(declared), seenIn(seen))).toBe(fits);
  });
});
