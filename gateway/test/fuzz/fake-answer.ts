import {
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Random } from '../differential/random.ts';
import { type Collecting, collectFields, type Selected, setsOf } from './collect.ts';
import { isJsonObject, type Json, type JsonObject, setMember } from './json.ts';

const entriesMax = 4;
const texts = ['', 'plain', 'with "quotes"', 'line\nbreak', 'é日🎉', '\u2028', '\ud83d', '</script>', '__proto__'];

/** An answer that fits the subgraph's schema, with no null in it: made up, save that equal ids are equal things. */
export function fakeAnswer(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  random: Random,
): JsonObject {
  const operation = getOperationAST(document);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) throw new Error('a subgraph was asked no operation');
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const collecting: Collecting = { schema, fragments, variables };
  const data: JsonObject = {};
  for (const [key, field] of collectFields(collecting, root, [operation.selectionSet])) {
    const value =
      field.name === '_entities'
        ? entities(collecting, field, random)
        : fakeField(collecting, root, field, undefined, random);
    setMember(data, key, value);
  }
  return data;
}

function entities(collecting: Collecting, field: Selected, random: Random): Json {
  const given = field.nodes[0]?.arguments?.[0]?.value;
  const representations = given?.kind === Kind.VARIABLE ? collecting.variables[given.name.value] : undefined;
  if (!Array.isArray(representations)) throw new Error('a subgraph was asked for entities without naming them');
  return representations.map((representation: unknown) => {
    if (!isJsonObject(representation)) return null;
    const type = collecting.schema.getType(String(representation.__typename));
    const id = typeof representation.id === 'string' ? representation.id : undefined;
    const concrete = isAbstractType(type) ? possible(collecting.schema, type.name, id, random) : type;
    return isObjectType(concrete) ? fakeObject(collecting, concrete, setsOf(field), representation, random) : null;
  });
}

/** Even ids are things and odd ones places, so that all subgraphs mean the same. */
function possible(schema: GraphQLSchema, name: string, id: string | undefined, random: Random) {
  const abstract = schema.getType(name);
  if (!isAbstractType(abstract)) return undefined;
  const types = schema.getPossibleTypes(abstract);
  const wanted = id === undefined ? undefined : Number(id) % 2 === 0 ? 'Thing' : 'Place';
  return types.find((type) => type.name === wanted) ?? random.pick(types);
}

function fakeObject(
  collecting: Collecting,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  known: JsonObject | undefined,
  random: Random,
): JsonObject {
  const object: JsonObject = {};
  const own = known ?? { id: idOf(type.name, random) };
  for (const [key, field] of collectFields(collecting, type, sets)) {
    setMember(object, key, fakeField(collecting, type, field, own, random));
  }
  return object;
}

function idOf(typeName: string, random: Random): string {
  const number = random.below(5);
  if (typeName === 'Thing') return String(2 * number);
  return typeName === 'Place' ? String(2 * number + 1) : String(number);
}

function fakeField(
  collecting: Collecting,
  type: GraphQLObjectType,
  field: Selected,
  known: JsonObject | undefined,
  random: Random,
): Json {
  if (field.name === '__typename') return type.name;
  const value = known?.[field.name];
  if (value !== undefined && !Array.isArray(value) && !isJsonObject(value)) return value;
  const definition = type.getFields()[field.name];
  if (!definition) throw new Error(`a subgraph was asked for ${type.name}.${field.name}, which it does not have`);
  return fakeValue(collecting, definition.type, field, random);
}

function fakeValue(collecting: Collecting, type: GraphQLOutputType, field: Selected, random: Random): Json {
  if (isNonNullType(type)) return fakeValue(collecting, type.ofType, field, random);
  if (isListType(type)) {
    return Array.from({ length: random.below(entriesMax) }, () => fakeValue(collecting, type.ofType, field, random));
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isScalarType(type)) return fakeScalar(type.name, random);
  const id = isAbstractType(type) ? String(random.below(10)) : undefined;
  const concrete = isAbstractType(type) ? possible(collecting.schema, type.name, id, random) : type;
  const known = id !== undefined && concrete?.name !== 'Part' ? { id } : undefined;
  if (!isObjectType(concrete)) throw new Error(`${getNamedType(type).name} has no types`);
  return fakeObject(collecting, concrete, setsOf(field), known, random);
}

function fakeScalar(name: string, random: Random): Json {
  switch (name) {
    case 'Int':
      return random.pick([0, 1, -1, random.below(1_000), 2_147_483_647, -2_147_483_648]);
    case 'Float':
      return random.pick([0, 0.1, -1e-7, 1e300, random.below(1_000) / 8, 2 ** 53]);
    case 'Boolean':
      return random.chance(0.5);
    case 'ID':
      return String(random.below(10));
    case 'String':
      return random.pick(texts);
    default:
      return random.pick<Json>(['2030-01-01', 7, true, { at: [1, { of: null }] }, [1, 'two'], '']);
  }
}
