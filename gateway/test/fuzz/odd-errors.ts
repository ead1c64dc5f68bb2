import type { Random } from '../differential/random.ts';
import type { Json, JsonObject } from './json.ts';

const messages: readonly Json[] = ['broken', '', 'é日🎉', 'm'.repeat(10_000), 7, null, {}, ['broken']];
const paths: readonly Json[] = [
  ['things'],
  ['_entities', 0, 'price'],
  ['_entities', 99, 'price'],
  ['_entities', -1],
  ['_entities', 0.5],
  ['_entities', '0', 'price'],
  ['nowhere', 'at', 'all'],
  [1, 2, 3],
  [],
  [null],
  [{ key: 'things' }, ['deep']],
  ['__proto__', 'constructor'],
  ['things', true],
  Array.from({ length: 3_000 }, (_, at) => at),
  'things',
  7,
  {},
  null,
];
const codes: readonly Json[] = ['FUZZ_CODE', 'FUZZ_OTHER', 'INTERNAL_SERVER_ERROR', '', 7, null, {}, ['FUZZ_CODE']];
const locations: readonly Json[] = [[{ line: 1, column: 1 }], [], {}, 'here', null, [{ line: -1 }]];

/** `errors` of an answer as no server should send them. */
export function oddErrors(random: Random): Json {
  const whole: readonly Json[] = [null, {}, [], 'broken', 7, [null], [[]], ['broken'], true];
  if (random.chance(0.2)) return random.pick(whole);
  return Array.from({ length: random.chance(0.05) ? 1_500 : 1 + random.below(3) }, () => oddError(random));
}

function oddError(random: Random): Json {
  const error: JsonObject = { message: random.chance(0.8) ? 'broken' : random.pick(messages) };
  if (random.chance(0.7)) error.path = random.pick(paths);
  if (random.chance(0.3)) error.locations = random.pick(locations);
  if (random.chance(0.6)) error.extensions = oddExtensions(random);
  return error;
}

function oddExtensions(random: Random): Json {
  if (random.chance(0.15)) return random.pick<Json>([null, [], 'text', 7, {}]);
  const extensions: JsonObject = { code: random.pick(codes) };
  if (random.chance(0.3)) {
    const text = random.pick([
      '{"__proto__":{"x":1}}',
      '{"toJSON":"x"}',
      '{"http":{"status":999}}',
      '{"serviceName":1}',
    ]);
    for (const [key, value] of Object.entries(JSON.parse(text))) {
      Object.defineProperty(extensions, key, { value, enumerable: true });
    }
  }
  return extensions;
}
