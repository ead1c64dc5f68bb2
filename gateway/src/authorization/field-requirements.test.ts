import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { composeSupergraph } from '../../test/_compose.ts';
import { readFieldRequirements } from './field-requirements.ts';

const federation = 'https://specs.apollo.dev/federation/v2.9';
const schema = (links: string) => `schema ${links} { query: Query }`;
const link = (name: string, rest = '') => `@link(url: "https://specs.apollo.dev/${name}/v0.1"${rest}, for: SECURITY)`;

/** What a field asks for, as text: `in`, `scopes a+b|c`, `policies p`. */
function asked(supergraph: string, coordinate: string): readonly string[] | undefined {
  const [type = '', field = ''] = coordinate.split('.');
  const requirements = readFieldRequirements(parse(supergraph))?.(type, field);
  return (
    requirements &&
    [...requirements]
      .map((requirement) =>
        requirement.kind === 'AUTHENTICATED'
          ? 'in'
          : `${requirement.kind.toLowerCase()} ${requirement.anyOf.map((names) => names.join('+')).join('|')}`,
      )
      .sort()
  );
}

describe('the names of the directives', () => {
  const cases: readonly (readonly [string, string, string, readonly string[] | undefined])[] = [
    ['that of the specification', link('authenticated'), '@authenticated', ['in']],
    ['as imported', link('authenticated', ', import: ["@authenticated"]'), '@authenticated', ['in']],
    [
      'as imported under another name',
      link('authenticated', ', import: [{ name: "@authenticated", as: "@known" }]'),
      '@known',
      ['in'],
    ],
    [
      'not the one it was imported instead of',
      link('authenticated', ', import: [{ name: "@authenticated", as: "@known" }]'),
      '@authenticated',
      undefined,
    ],
    ['as the link is named', link('policy', ', as: "rule"'), '@rule(policies: [["p"]])', ['policies p']],
    [
      'with another import beside it',
      link('requiresScopes', ', import: ["Scope", "@requiresScopes"]'),
      '@requiresScopes(scopes: [["a"]])',
      ['scopes a'],
    ],
    ['none without a link', '@link(url: "https://specs.apollo.dev/join/v0.5")', '@authenticated', undefined],
    [
      'none of somebody else’s',
      '@link(url: "https://specs.example.org/authenticated/v0.1")',
      '@authenticated',
      undefined,
    ],
    ['none that is linked only', link('authenticated'), '', undefined],
  ];
  it.each(cases)('%s', (_name, links, applied, expected) => {
    expect(asked(`${schema(links)} type Query { a: Int ${applied} }`, 'Query.a')).toEqual(expected);
  });

  it('are found on an extension of the schema too, whatever links are called there', () => {
    const sdl = `${schema('')} extend schema @uses(url: "https://specs.apollo.dev/authenticated/v0.1")`;
    expect(asked(`${sdl} type Query @authenticated { a: Int }`, 'Query.a')).toEqual(['in']);
  });

  it('are those composition gives to what subgraphs import under other names', () => {
    const as = (name: string, other: string) => `{ name: "@${name}", as: "@${other}" }`;
    const names = [as('authenticated', 'known'), as('requiresScopes', 'scoped'), as('policy', 'ruled')];
    const sdl = composeSupergraph({
      boxes: `extend schema @link(url: "${federation}", import: [${names.join()}])
        type Query { a: Int @known @scoped(scopes: [["a", "b"], ["c"]]) @ruled(policies: [["p"]]) b: Int }`,
    });
    expect(sdl).not.toContain('@authenticated on');
    expect(asked(sdl, 'Query.a')).toEqual(['in', 'policies p', 'scopes a+b|c']);
    expect(asked(sdl, 'Query.b')).toEqual([]);
  });

  it('must be of a known version', () => {
    const links = '@link(url: "https://specs.apollo.dev/policy/v0.2")';
    expect(() => readFieldRequirements(parse(`${schema(links)} type Query { a: Int }`))).toThrow(
      '@policy: version 0.2 of https://specs.apollo.dev/policy/v0.2 is not known',
    );
  });
});

describe('the names a directive lists', () => {
  const links = schema(`${link('requiresScopes')} ${link('authenticated')}`);
  const cases: readonly (readonly [string, string, readonly string[] | undefined])[] = [
    ['lists of lists', '[["a", "b"], ["c"]]', ['in', 'scopes a+b|c']],
    ['one list, an OR as GraphQL coerces it', '["a", "b"]', ['in', 'scopes a|b']],
    ['one name', '"a"', ['in', 'scopes a']],
    ['no list: nothing more is asked for, as in composition', '[]', ['in']],
    ['an empty AND, which everybody meets', '[[]]', ['in', 'scopes ']],
  ];
  it.each(cases)('%s', (_name, scopes, expected) => {
    expect(
      asked(`${links} type Query { a: Int @authenticated @requiresScopes(scopes: ${scopes}) }`, 'Query.a'),
    ).toEqual(expected);
  });

  it.each(['', '(scopes: null)', '(scopes: [[1]])', '(scopes: [[["a"]]])', '(policies: [["a"]])'])(
    'are refused as "%s"',
    (args) => {
      expect(() => readFieldRequirements(parse(`${links} type Query { a: Int @requiresScopes${args} }`))).toThrow(
        '@requiresScopes of Query.a: a list of lists of names is needed',
      );
    },
  );
});

describe('what a field asks for', () => {
  const sdl = `${schema(link('policy'))}
    type Query @policy(policies: [["root"]]) { leaf: Leaf thing: [Thing!]! }
    scalar Leaf @policy(policies: [["leaf"]])
    interface Base @policy(policies: [["base"]]) { id: ID! near: Base }
    interface Thing implements Base { id: ID! near: Base @policy(policies: [["near"]]) }
    type Stone implements Base & Thing @policy(policies: [["stone"]]) { id: ID! near: Stone size: Int }
    type Tree implements Base & Thing { id: ID! @policy(policies: [["id"]]) near: Base }
    type Leaves { leaf: Leaf! }
  `;
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['its parent and its scalar', 'Query.leaf', ['policies leaf', 'policies root']],
    ['not what objects of a returned interface ask for', 'Query.thing', ['policies root']],
    ['its scalar alone', 'Leaves.leaf', ['policies leaf']],
    ['on an interface, what every object asks for', 'Thing.id', ['policies id', 'policies stone']],
    [
      'on an interface, what its objects return, and interfaces between',
      'Base.near',
      ['policies base', 'policies near', 'policies stone'],
    ],
    ['on an object, nothing of its interfaces but what it returns', 'Tree.near', ['policies base']],
    ['on an object, the object', 'Stone.size', ['policies stone']],
    ['nothing where there is no such field', 'Stone.other', []],
    ['nothing where there is no such type', 'Other.id', []],
  ];
  it.each(cases)('%s', (_name, coordinate, expected) => {
    expect(asked(sdl, coordinate)).toEqual(expected);
  });
});

describe('what composition adds up', () => {
  const subgraph = (text: string) =>
    `extend schema @link(url: "${federation}", import: ["@key", "@shareable", "@interfaceObject", "@requiresScopes"]) ${text}`;

  it('is an AND of what several subgraphs say of one field', () => {
    const sdl = composeSupergraph({
      one: subgraph('type Query { a: Int @shareable @requiresScopes(scopes: [["a"], ["b"]]) }'),
      two: subgraph('type Query { a: Int @shareable @requiresScopes(scopes: [["c"]]) }'),
    });
    expect(asked(sdl, 'Query.a')).toEqual(['scopes a+c|b+c']);
  });

  it('is on the interface what an interface object says, and on each object', () => {
    const sdl = composeSupergraph({
      one: subgraph(
        'type Query { node: Node } interface Node @key(fields: "id") { id: ID! } type A implements Node @key(fields: "id") { id: ID! }',
      ),
      two: subgraph(
        'type Node @key(fields: "id") @interfaceObject { id: ID! extra: Int @requiresScopes(scopes: [["x"]]) }',
      ),
    });
    expect([asked(sdl, 'Node.extra'), asked(sdl, 'A.extra'), asked(sdl, 'Node.id')]).toEqual([
      ['scopes x'],
      ['scopes x'],
      [],
    ]);
  });
});
