import type { Random } from '../differential/random.ts';
import { isJsonObject, type Json, type JsonObject, setMember } from './json.ts';

/** A place in a tree of JSON. */
type Place = { readonly holder: JsonObject | Json[]; readonly key: string | number };

/** What is done to the answer; `mayHide` where nulls without errors may come of it. */
type Mangling = {
  readonly name: string;
  readonly mayHide: boolean;
  readonly apply: (place: Place, random: Random) => void;
};

const oddNames = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'x'.repeat(3_000),
  '__typename',
  'then',
];

const manglings: readonly Mangling[] = [
  { name: 'null', mayHide: true, apply: (place) => put(place, null) },
  { name: 'missing', mayHide: true, apply: remove },
  { name: 'wrong type', mayHide: false, apply: (place, random) => put(place, random.pick(wrongValues)()) },
  { name: 'in a list', mayHide: false, apply: (place) => put(place, [get(place)]) },
  { name: 'in lists', mayHide: false, apply: (place) => put(place, nested(200, get(place))) },
  { name: 'in an object', mayHide: true, apply: (place) => put(place, { value: get(place) }) },
  { name: 'of no list', mayHide: true, apply: unwrap },
  { name: 'more entries', mayHide: true, apply: repeat },
  { name: 'fewer entries', mayHide: true, apply: shorten },
  { name: 'more members', mayHide: false, apply: extend },
  { name: 'type name', mayHide: true, apply: rename },
];

const wrongValues: readonly (() => Json)[] = [
  () => 'text',
  () => '',
  () => '12',
  () => 0,
  () => -1.5,
  () => 1e308,
  () => 2 ** 53,
  () => true,
  () => [],
  () => ({}),
  () => [null],
  () => ({ id: '1', __typename: 'Thing' }),
  () => ({ __typename: 'Nothing' }),
  () => 'long '.repeat(5_000),
  () => nested(3_000, 1),
];

function nested(depth: number, value: Json): Json {
  let found = value;
  for (let level = 0; level < depth; level += 1) found = [found];
  return found;
}

/** Does up to three things to an answer, in place; the names of what was done, and whether it may be seen as nulls alone. */
export function mangleTree(
  answer: JsonObject,
  random: Random,
): { readonly names: string[]; readonly mayHide: boolean } {
  const names: string[] = [];
  let mayHide = false;
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const places = placesIn(answer);
    if (places.length === 0) break;
    const mangling = random.pick(manglings);
    const place = random.pick(places);
    mayHide ||= mangling.mayHide || hides(place);
    mangling.apply(place, random);
    names.push(mangling.name);
  }
  return { names, mayHide };
}

/** By these an entity is found in other subgraphs: with others it is not found, which is no error. */
const keys = new Set<string | number>(['__typename', 'id', 'code', 'region', 'size', 'weight']);

function hides(place: Place): boolean {
  return keys.has(place.key) || typeof get(place) === 'object';
}

const placesMax = 2_000;

function placesIn(root: JsonObject): Place[] {
  const places: Place[] = [];
  const waiting: (JsonObject | Json[])[] = [root];
  for (let holder = waiting.pop(); holder && places.length < placesMax; holder = waiting.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key: Array.isArray(holder) ? Number(key) : key });
      if (Array.isArray(value) || isJsonObject(value)) waiting.push(value);
    }
  }
  return places;
}

function get({ holder, key }: Place): Json {
  return Object.getOwnPropertyDescriptor(holder, key)?.value ?? null;
}

function put({ holder, key }: Place, value: Json): void {
  setMember(holder, String(key), value);
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function unwrap(place: Place): void {
  const value = get(place);
  if (Array.isArray(value)) put(place, value[0] ?? null);
}

function repeat(place: Place, random: Random): void {
  const value = get(place);
  if (!Array.isArray(value)) return;
  for (let count = random.below(20); count >= 0; count -= 1) value.push(structuredClone(value[0] ?? null));
}

function shorten(place: Place): void {
  const value = get(place);
  if (Array.isArray(value)) value.pop();
}

function extend(place: Place, random: Random): void {
  const value = get(place);
  if (!isJsonObject(value)) return;
  const name = random.pick(oddNames);
  if (!Object.hasOwn(value, name)) setMember(value, name, random.pick(wrongValues)());
}

function rename(place: Place, random: Random): void {
  const value = get(place);
  if (!isJsonObject(value) || !Object.hasOwn(value, '__typename')) return;
  const names: readonly Json[] = [
    'Thing',
    'Place',
    'Part',
    'Node',
    'Owner',
    'Query',
    'Nothing',
    ...oddNames,
    7,
    null,
    {},
  ];
  setMember(value, '__typename', random.pick(names));
}
