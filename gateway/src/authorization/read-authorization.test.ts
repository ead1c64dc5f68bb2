import { describe, expect, it } from '@jest/globals';
import { parse, print, stripIgnoredCharacters, validate, visit } from 'graphql';
import { composeSupergraph, readSupergraph } from '../../test/_compose.ts';
import { composeProtectedSupergraph } from '../../test/_protected-supergraph.ts';
import { type Authorization, readAuthorization, type Verdict } from './read-authorization.ts';
import type { Grants } from './requirement.ts';

const supergraph = composeProtectedSupergraph();
const { document, apiSchema } = readSupergraph(supergraph);

function read(sdl = document): Authorization {
  const authorization = readAuthorization(sdl, apiSchema);
  if (!authorization) throw new Error('nothing found');
  return authorization;
}
const authorization = read();

/** Words: `in` for signed in, `a` for a scope, `@p` for a policy. */
function grants(words: string): Grants {
  const all = words.split(' ').filter((word) => word !== '' && word !== 'in');
  return {
    isAuthenticated: words !== '',
    scopes: new Set(all.filter((word) => !word.startsWith('@'))),
    policies: new Set(all.filter((word) => word.startsWith('@')).map((word) => word.slice(1))),
  };
}

function ask(query: string, words: string, of = authorization, operationName?: string): Verdict {
  const operation = parse(query);
  expect(validate(apiSchema, operation)).toEqual([]);
  const verdict = of.requirementsOf(operation, operationName)?.check(grants(words)) ?? { isAllowed: true };
  if (!verdict.isAllowed && verdict.document) {
    expect(validate(apiSchema, verdict.document)).toEqual([]);
    expect(verdict.text).toBe(print(verdict.document));
    expect(of.requirementsOf(verdict.document)?.check(grants(words)) ?? { isAllowed: true }).toEqual({
      isAllowed: true,
    });
  }
  return verdict;
}

function summary(verdict: Verdict): string {
  if (verdict.isAllowed) return 'allowed';
  const codes = [...new Set(verdict.refusals.map(({ code }) => code))].join();
  const paths = verdict.refusals.map(({ path }) => path.join('.')).join(' ');
  return `${codes} at ${paths} → ${verdict.text === undefined ? 'nothing' : stripIgnoredCharacters(verdict.text)}`;
}

type Case = readonly [name: string, query: string, grants: string, expected: string];

const places: readonly Case[] = [
  ['a field that asks for nothing', '{ open }', '', 'allowed'],
  ['@authenticated on a field, anonymous', '{ open guarded }', '', 'UNAUTHENTICATED at guarded → {open}'],
  ['@authenticated on a field, signed in', '{ open guarded }', 'in', 'allowed'],
  ['@requiresScopes, anonymous', '{ open scoped }', '', 'UNAUTHENTICATED at scoped → {open}'],
  ['@requiresScopes, no scope', '{ open scoped }', 'in', 'FORBIDDEN at scoped → {open}'],
  ['@requiresScopes, half of an AND', '{ open scoped }', 'in a', 'FORBIDDEN at scoped → {open}'],
  ['@requiresScopes, a whole AND', '{ scoped }', 'in a b', 'allowed'],
  ['@requiresScopes, the other of an OR', '{ scoped }', 'in c', 'allowed'],
  ['@requiresScopes, a policy of that name', '{ open scoped }', 'in @c', 'FORBIDDEN at scoped → {open}'],
  ['@policy, half of an AND', '{ open ruled }', 'in @p', 'FORBIDDEN at ruled → {open}'],
  ['@policy, a whole AND', '{ ruled }', 'in @p @q', 'allowed'],
  ['@policy, the other of an OR', '{ ruled }', 'in @r', 'allowed'],
  ['@policy, a scope of that name', '{ open ruled }', 'in r', 'FORBIDDEN at ruled → {open}'],
  ['several directives, all but one met', '{ open strict }', 'in a', 'FORBIDDEN at strict → {open}'],
  ['several directives, all met', '{ strict }', 'in a @p', 'allowed'],
  ['an object as output', '{ open vault { id } }', '', 'UNAUTHENTICATED at vault → {open}'],
  ['a list of objects', '{ open vaults { id } }', '', 'UNAUTHENTICATED at vaults → {open}'],
  ['a field of a protected object', '{ vault { id gold } }', 'in', 'FORBIDDEN at vault.gold → {vault{id}}'],
  ['an enum', '{ open color }', '', 'UNAUTHENTICATED at color → {open}'],
  ['an enum, signed in', '{ color }', 'in', 'allowed'],
  ['a scalar in a list', '{ open money }', 'in', 'FORBIDDEN at money → {open}'],
  ['a scalar, granted', '{ money }', 'in @p', 'allowed'],
  ['below lists of lists', '{ boxes { id secret } }', '', 'UNAUTHENTICATED at boxes.secret → {boxes{id}}'],
  ['a field of another subgraph', '{ box { id lid } }', 'in', 'FORBIDDEN at box.lid → {box{id}}'],
  ['__typename of anything', '{ __typename any { __typename ... on Bolt { __typename } } }', '', 'allowed'],
  ['introspection', '{ __schema { types { name } } __type(name: "Vault") { fields { name } } }', '', 'allowed'],
];

const shapes: readonly Case[] = [
  ['everything at the root', '{ guarded color }', '', 'UNAUTHENTICATED at guarded color → nothing'],
  ['everything in an object', '{ box { secret } }', '', 'UNAUTHENTICATED at box.secret → {box{__typename}}'],
  [
    'everything, some levels down',
    '{ box { inner { inner { secret } } } }',
    '',
    'UNAUTHENTICATED at box.inner.inner.secret → {box{inner{inner{__typename}}}}',
  ],
  ['nothing below a refused field', '{ open vault { box { secret } } }', '', 'UNAUTHENTICATED at vault → {open}'],
  ['aliases', '{ b: box { s: secret i: id } c: box { id } }', '', 'UNAUTHENTICATED at b.s → {b:box{i:id}c:box{id}}'],
  ['one path once', '{ box { secret ... { secret } } }', '', 'UNAUTHENTICATED at box.secret → {box{__typename}}'],
  ['an inline fragment', '{ open ... { guarded } }', '', 'UNAUTHENTICATED at guarded → {open}'],
  [
    'a fragment that keeps something',
    '{ ...F } fragment F on Query { open guarded }',
    '',
    'UNAUTHENTICATED at guarded → {...F}fragment F on Query{open}',
  ],
  [
    'a fragment that keeps nothing',
    '{ open ...F } fragment F on Query { guarded }',
    '',
    'UNAUTHENTICATED at guarded → {open}',
  ],
  [
    'a fragment of emptied fragments',
    '{ box { ...F } } fragment F on Box { ...G } fragment G on Box { secret }',
    '',
    'UNAUTHENTICATED at box.secret → {box{__typename}}',
  ],
  [
    'a fragment only a refused field used',
    '{ open vault { ...F } } fragment F on Vault { id }',
    '',
    'UNAUTHENTICATED at vault → {open}',
  ],
  [
    'a fragment at two places',
    '{ box { ...F inner { ...F } } } fragment F on Box { id secret }',
    '',
    'UNAUTHENTICATED at box.secret box.inner.secret → {box{...F inner{...F}}}fragment F on Box{id}',
  ],
  [
    'variables of removed fields',
    'query Q($a: String, $b: String = "x", $c: ID) { open(text: $a) guarded(text: $b) box(id: $c) { id } }',
    '',
    'UNAUTHENTICATED at guarded → query Q($a:String$c:ID){open(text:$a)box(id:$c){id}}',
  ],
  [
    'the only variable',
    'query Q($b: String) { open guarded(text: $b) }',
    '',
    'UNAUTHENTICATED at guarded → query Q{open}',
  ],
  [
    'variables of conditions',
    'query Q($a: Boolean!, $b: Boolean!, $c: Boolean!) { open @skip(if: $a) ...F @skip(if: $b) guarded @include(if: $c) } fragment F on Query { color }',
    '',
    'UNAUTHENTICATED at color guarded → query Q($a:Boolean!){open@skip(if:$a)}',
  ],
  [
    'a variable within a fragment',
    'query Q($a: String) { box { ...F } } fragment F on Box { id secret(text: $a) }',
    '',
    'UNAUTHENTICATED at box.secret → query Q{box{...F}}fragment F on Box{id}',
  ],
  ['a skipped field counts', '{ open guarded @skip(if: true) }', '', 'UNAUTHENTICATED at guarded → {open}'],
  ['a mutation', 'mutation { fill { id } }', 'in', 'FORBIDDEN at fill → nothing'],
  [
    'a mutation beside an open one',
    'mutation { look { id } fill { id } }',
    '',
    'UNAUTHENTICATED at fill → mutation{look{id}}',
  ],
  [
    'what an open mutation returns',
    'mutation { look { secret } }',
    '',
    'UNAUTHENTICATED at look.secret → mutation{look{__typename}}',
  ],
  ['a mutation with its scope', 'mutation { fill { id } }', 'in write', 'allowed'],
  ['a subscription', 'subscription { filled { id } }', '', 'UNAUTHENTICATED at filled → nothing'],
  [
    'what an open subscription returns',
    'subscription { looked { id secret } }',
    '',
    'UNAUTHENTICATED at looked.secret → subscription{looked{id}}',
  ],
];

const abstract: readonly Case[] = [
  ['an open interface field', '{ thing { id maker } }', '', 'allowed'],
  ['an interface field that objects protect', '{ thing { id owner } }', 'in', 'FORBIDDEN at thing.owner → {thing{id}}'],
  ['the same, all of them met', '{ thing { owner } }', 'in a', 'allowed'],
  ['the field of the object that is met', '{ thing { ... on Stone { owner } } }', 'in', 'allowed'],
  [
    'fields of two objects, one met',
    '{ thing { ... on Stone { owner } ... on Tree { owner } } }',
    'in',
    'FORBIDDEN at thing.owner → {thing{...on Stone{owner}}}',
  ],
  [
    'a field that only one object has',
    '{ thing { ... on Tree { id height } } }',
    '',
    'UNAUTHENTICATED at thing.height → {thing{...on Tree{id}}}',
  ],
  ['an interface with a protected object', '{ open part { id } }', '', 'UNAUTHENTICATED at part → {open}'],
  ['the same, signed in', '{ part { id ... on Bolt { size } } }', 'in', 'allowed'],
  [
    'a union with a protected member',
    '{ any { ... on Nut { size } ... on Bolt { size } } }',
    '',
    'UNAUTHENTICATED at any.size → {any{...on Nut{size}}}',
  ],
  [
    'a union, only the protected member',
    '{ any { ... on Bolt { size } } }',
    '',
    'UNAUTHENTICATED at any.size → {any{__typename}}',
  ],
  [
    'an interface within a union',
    '{ any { ... on Part { id } } }',
    '',
    'UNAUTHENTICATED at any.id → {any{__typename}}',
  ],
];

describe('who may select what', () => {
  it.each(places)('%s', (_name, query, words, expected) => {
    expect(summary(ask(query, words))).toBe(expected);
  });
});

describe('what is left of an operation', () => {
  it.each(shapes)('%s', (_name, query, words, expected) => {
    expect(summary(ask(query, words))).toBe(expected);
  });

  it('is of the operation that was asked for', () => {
    const query = 'query A { open } query B { open guarded } query C { open ...F } fragment F on Query { color }';
    expect(summary(ask(query, '', authorization, 'A'))).toBe('allowed');
    expect(summary(ask(query, '', authorization, 'B'))).toBe('UNAUTHENTICATED at guarded → query B{open}');
    expect(() => authorization.requirementsOf(parse(query), 'D')).toThrow('no such operation');
  });
});

describe('interfaces and unions', () => {
  it.each(abstract)('%s', (_name, query, words, expected) => {
    expect(summary(ask(query, words))).toBe(expected);
  });

  describe('of a supergraph composed before requirements were added up at interfaces', () => {
    const older = read(parse(supergraph.replaceAll(/^interface [^}]*\}/gm, (text) => withoutAccess(text))));
    const cases: readonly Case[] = [
      ['an interface itself', '{ part { __typename ... on Nut { size } } }', '', 'allowed'],
      [
        'a field of an object',
        '{ part { ... on Nut { id } ... on Bolt { id } } }',
        '',
        'UNAUTHENTICATED at part.id → {part{...on Nut{id}}}',
      ],
      [
        'a field on the interface, where one object is protected',
        '{ part { id } }',
        '',
        'UNAUTHENTICATED at part.id → {part{__typename}}',
      ],
      [
        'a field on the interface, where it is protected on one object',
        '{ thing { id owner } }',
        'in',
        'FORBIDDEN at thing.owner → {thing{id}}',
      ],
    ];
    it.each(cases)('%s', (_name, query, words, expected) => {
      expect(summary(ask(query, words, older))).toBe(expected);
    });
  });
});

function withoutAccess(text: string): string {
  return text.replaceAll(/@(authenticated|(requiresScopes|policy)\([^)]*\))/g, '');
}

describe('what an operation asks for', () => {
  it('is nothing where anybody may run it', () => {
    expect(authorization.requirementsOf(parse('{ open box { id } }'))).toBeUndefined();
  });

  it('is kept per outcome: the same document for the same grants, others for others', () => {
    const requirements = authorization.requirementsOf(parse('{ open guarded scoped }'));
    const first = requirements?.check(grants(''));
    expect(requirements?.check(grants(''))).toBe(first);
    expect(requirements?.check(grants('in'))).not.toBe(first);
    expect(requirements?.check(grants('in a'))).toBe(requirements?.check(grants('in b')));
    expect(requirements?.check(grants('in c'))).toEqual({ isAllowed: true });
  });

  it('comes with the refused nodes of the very document, those below others too', () => {
    const operation = parse('{ open vault { id gold } ...F } fragment F on Query { color }');
    const verdict = authorization.requirementsOf(operation)?.check(grants(''));
    const refused = verdict?.isAllowed === false ? verdict.refused : new Set();
    const names: string[] = [];
    visit(operation, { Field: (node) => void (refused.has(node) && names.push(node.name.value)) });
    expect([names, refused.size]).toEqual([['vault', 'id', 'gold', 'color'], 4]);
  });

  it('is not mistaken for that of others who lack as much', () => {
    const requirements = authorization.requirementsOf(parse('{ open scoped ruled }'));
    const left = (words: string) => summary(requirements?.check(grants(words)) ?? { isAllowed: true });
    expect(left('in c')).toBe('FORBIDDEN at ruled → {open scoped}');
    expect(left('in @r')).toBe('FORBIDDEN at scoped → {open ruled}');
    expect(left('in')).toBe('FORBIDDEN at scoped ruled → {open}');
    expect(left('')).toBe('UNAUTHENTICATED at scoped ruled → {open}');
  });

  it('is found in a moment, however often fragments name each other', () => {
    const levels = Array.from({ length: 40 }, (_, at) => {
      const below = at === 39 ? 'id secret' : `...F${at + 1} ...F${at + 1}`;
      return `fragment F${at} on Box { ${below} }`;
    });
    const requirements = authorization.requirementsOf(parse(`{ box { ...F0 } } ${levels.join(' ')}`));
    expect(requirements?.check(grants(''))).toMatchObject({
      refusals: [{ path: ['box', 'secret'], code: 'UNAUTHENTICATED' }],
    });
  });

  it('lists no more than 500 places, however many fragments multiply them', () => {
    const levels = Array.from({ length: 12 }, (_, at) => {
      const below = at === 11 ? 'secret' : `...F${at + 1}`;
      return `fragment F${at} on Box { a: inner { ${below} } b: inner { ${below} } }`;
    });
    const verdict = authorization.requirementsOf(parse(`{ box { ...F0 } } ${levels.join(' ')}`))?.check(grants(''));
    expect(verdict?.isAllowed === false && verdict.refusals.length).toBe(500);
  });
});

describe('a supergraph', () => {
  it('without such directives costs nothing', () => {
    const plain = composeSupergraph({ boxes: 'type Query { open: String }' });
    expect(readAuthorization(parse(plain), readSupergraph(plain).apiSchema)).toBeUndefined();
  });
});
