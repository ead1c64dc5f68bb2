import fc from 'fast-check';
import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType, isScalarType } from 'graphql';
import { names } from './random-schema.ts';

/** Whatever may come in the place of a value. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, undefined, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 53, -0, 1.5, 4],
    ...['', 'x', 'RED', 'BLUE', '__proto__', true, false, 10n, Symbol('s'), () => 1, new Date(0)],
    ...[new Set([1]), new Map(), new Error('e'), Object.create(null), Object.create({ a: 1 }), [], [[]], {}],
  ),
  fc.anything({ maxDepth: 2 }),
  fc.constant(JSON.parse('{"__proto__": {"a": 1}}')),
  fc.dictionary(fc.constantFrom('a', 'b', 'text', 'toString', 'unknown', '__proto__'), fc.integer(), { maxKeys: 3 }),
);

const inputOf = (type: GraphQLInputType, depth: number): fc.Arbitrary<unknown> => {
  if (isNonNullType(type)) return right(type.ofType, depth);
  return fc.oneof({ weight: 6, arbitrary: right(type, depth) }, fc.constant(null));
};

/** Mostly right values of a type; one in some dozens of what they hold is anything at all. */
export function valuesOf(type: GraphQLInputType, depth = 3): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 40, arbitrary: inputOf(type, depth) }, anything, nearly(type, depth));
}

/** What JavaScript takes for a value of the type, and GraphQL may not. */
function nearly(type: GraphQLInputType, depth: number): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return nearly(type.ofType, depth);
  const value = right(type, depth);
  if (isListType(type)) return value.map((it) => (Array.isArray(it) ? new Set(it) : new Set([it])));
  if (isInputObjectType(type))
    return fc.oneof(
      fc.constant([]),
      value.map((it) => Object.create(Object(it))),
    );
  return fc.oneof(
    value.map((it) => (typeof it === 'object' ? [it] : String(it))),
    value.map(Object),
  );
}

function right(type: GraphQLInputType, depth: number): fc.Arbitrary<unknown> {
  if (isListType(type)) {
    if (depth === 0) return fc.constant([]);
    const item = valuesOf(type.ofType, depth - 1);
    return fc.oneof({ weight: 4, arbitrary: fc.array(item, { maxLength: 4 }) }, item);
  }
  if (isInputObjectType(type)) return depth === 0 ? fc.constant({}) : objectOf(type, depth);
  if (isEnumType(type)) return fc.constantFrom('RED', 'GREEN');
  if (isScalarType(type)) return scalar(type.name);
  return anything;
}

function objectOf(type: Extract<GraphQLInputType, { getFields: unknown }>, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.values(type.getFields()).map(
    ({ name, type: of }) => [name, valuesOf(of, depth - 1), isNonNullType(of)] as const,
  );
  const members = fields.map(([name, value, isRequired]) =>
    fc.tuple(
      fc.constant(name),
      value,
      type.isOneOf ? fc.constant(false) : fc.boolean().map((it) => it || isRequired),
      fc.nat(9),
    ),
  );
  const extra = fc.oneof(
    { weight: 30, arbitrary: fc.constant(undefined) },
    fc.constantFrom('unknown', '__proto__', ...names),
  );
  return fc
    .record({ members: fc.tuple(...members), one: fc.nat(9), extra })
    .map(({ members: all, one, extra: key }) => {
      const kept = all.filter(([, , isGiven], index) => (type.isOneOf ? index === one % all.length : isGiven));
      // Clients send the fields in any order.
      const ordered = kept.sort((a, b) => a[3] - b[3]).map(([name, value]) => [name, value] as const);
      return Object.fromEntries(key === undefined ? ordered : [...ordered, [key, 1]]);
    });
}

function scalar(name: string): fc.Arbitrary<unknown> {
  switch (name) {
    case 'Int':
      return fc.integer();
    case 'Even':
      return fc.integer({ min: -20, max: 20 }).map((it) => it * 2);
    case 'Float':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'Boolean':
      return fc.boolean();
    case 'ID':
      return fc.oneof(fc.string(), fc.integer());
    case 'String':
      return fc.string();
    default:
      return anything;
  }
}
