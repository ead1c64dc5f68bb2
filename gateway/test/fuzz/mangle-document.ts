import type { Random } from '../differential/random.ts';
import { oddAliases } from './operations.ts';

type Change = (query: string, random: Random) => string;

const pieces = [
  '{',
  '}',
  '(',
  ')',
  '$',
  '@',
  '...',
  ':',
  '"',
  '"""',
  '#',
  '\\',
  '\u0000',
  '\ufeff',
  '日',
  '\ud800',
  'on',
  '!',
  '|',
  '&',
  '1e999',
  '-',
  '\\u{110000}',
];
const times = (text: string, count: number) => text.repeat(count);

const changes: readonly Change[] = [
  (query, random) => query.slice(0, random.below(query.length + 1)),
  (query, random) => insert(query, random, random.pick(pieces)),
  (query, random) => insert(query, random, String.fromCharCode(random.below(0x10000))),
  (_, random) => Array.from({ length: random.below(300) }, () => String.fromCharCode(random.below(0x250))).join(''),
  (query) => `${query} ${query}`,
  (query, random) => swapNames(query, random),
  (query, random) => query.replace(/\b(\w+)\b/, () => random.pick(oddAliases)),
  (query, random) => insertField(query, `${random.pick(oddAliases)}: __typename`),
  (query) => insertField(query, oddAliases.map((name) => `${name}: __typename`).join(' ')),
  (query, random) =>
    insertField(
      query,
      Array.from({ length: random.pick([10, 30, 100, 300, 3_000]) }, (_, at) => `a${at}: __typename`).join(' '),
    ),
  (query, random) => insertField(query, `${times('a', random.pick([100, 1_000, 20_000]))}: __typename`),
  (query, random) => deep(query, random.pick([5, 10, 30, 60, 150, 3_000])),
  (_, random) => times('{ thing(id: 1) ', random.pick([5, 2_000])),
  (query) => insertField(`${query} fragment Loop on Query { ...Loop }`, '...Loop'),
  (query) => insertField(`${query} fragment One on Query { ...Two } fragment Two on Query { ...One }`, '...One'),
  (query) =>
    insertField(
      `${query} fragment Here on Query { thing(id: "2") { next { ...There } } } fragment There on Thing { next { ...There } }`,
      '...Here',
    ),
  (query) => insertField(query, '...Nowhere'),
  (query, random) =>
    insertField(
      query,
      `${random.pick(['__schema', '__type(name: "Thing")', '__type(name: "__proto__")'])} { ${random.pick(['__typename', 'kind: description', 'nothing'])} }`,
    ),
  (query) => insertField(query, '__schema { types { name fields(includeDeprecated: true) { name type { name } } } }'),
  (query) => insertField(query, '_entities(representations: []) { __typename } _service { sdl }'),
  (query) => query.replace('query', 'subscription'),
  (query) => `${query} type Query { hello: String }`,
  (query) => `${query} query Other { things { id } }`,
  (query, random) =>
    insertField(
      query,
      `echo(text: ${random.pick(['"\\ud83d"', '"\\u{1F600}"', '"""block "quoted" """', '"\\n"', '7', 'null', '[1]', '$missing', '{a: 1}'])})`,
    ),
  (query) => insertField(query, 'odd: echo(input: {text: "a", nested: {text: "b", nested: {text: "c", numbers: 7}}})'),
  (query) => insertField(query, 'odd: echo(input: {text: "a", text: "b"}, input: null)'),
  (query) => insertField(query, '... @defer { later: echo(text: "x") } ... @stream { a: echo }'),
  (query) => insertField(query, `... ${times('@include(if: true) ', 400)} { many: __typename }`),
  (query) => insertField(query, '... @skip(if: $no) @include(if: "x") { __typename }'),
  () => '',
  () => ' ',
  () => '#',
  () => '{}',
  () => '{ __typename }',
  () => 'query',
];

/** A document with something wrong in it; sometimes still right. */
export function mangleDocument(query: string, random: Random): string {
  let mangled = random.pick(changes)(query, random);
  while (random.chance(0.2)) mangled = random.pick(changes)(mangled, random);
  return mangled;
}

function insert(text: string, random: Random, piece: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

function insertField(query: string, field: string): string {
  return query.replace('{', () => `{ ${field} `);
}

function swapNames(query: string, random: Random): string {
  const names = query.match(/\w+/g) ?? ['none'];
  const [one, other] = [random.pick(names), random.pick(names)];
  return query.replaceAll(new RegExp(`\\b${one}\\b`, 'g'), () => other);
}

function deep(query: string, depth: number): string {
  return insertField(query, `deep: thing(id: "2") ${times('{ next ', depth)}{ id }${times('}', depth)}`);
}
