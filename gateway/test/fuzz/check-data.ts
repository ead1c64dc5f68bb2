import {
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { type Collecting, collectFields, type Selected, setsOf } from './collect.ts';
import { getMember, isJsonObject } from './json.ts';

type OutputObject = GraphQLObjectType | GraphQLInterfaceType;
type Path = readonly (string | number)[];

export type Finding = { readonly path: Path; readonly reason: string };

export type Checked = {
  readonly misfits: readonly Finding[];
  /** Where null stands, outside of what the schema says of itself. */
  readonly nulls: readonly Path[];
};

/** Holds `data` against schema and operation: every member, in its order, every leaf, every null. */
export function checkData(collecting: Collecting, operation: OperationDefinitionNode, data: unknown): Checked {
  const misfits: Finding[] = [];
  const nulls: Path[] = [];
  const root = collecting.schema.getRootType(operation.operation);
  const say = (path: Path, reason: string) => void misfits.push({ path, reason });

  function checkObject(type: OutputObject, sets: ReturnType<typeof setsOf>, value: unknown, path: Path): void {
    if (!isJsonObject(value)) {
      say(path, `is no object of ${type.name}`);
      return;
    }
    const fields = collectFields(collecting, type, sets);
    const [wanted, found] = [[...fields.keys()], Object.keys(value)];
    // Keys like 7 come first in every object of JavaScript; a name of GraphQL is never like that.
    if (wanted.join(' ') !== found.join(' ')) say(path, `has the members ${found} and not ${wanted}`);
    for (const [key, field] of fields) checkField(type, field, getMember(value, key), [...path, key]);
  }

  function checkField(parent: OutputObject, field: Selected, value: unknown, path: Path): void {
    if (field.name === '__typename') {
      if (value !== parent.name || !isObjectType(parent))
        say(path, `is ${JSON.stringify(value)} and not ${parent.name}`);
      return;
    }
    const isMeta = field.name === SchemaMetaFieldDef.name || field.name === TypeMetaFieldDef.name;
    const type = isMeta ? metaTypes[field.name] : parent.getFields()[field.name]?.type;
    if (!type) {
      say(path, 'is no field');
      return;
    }
    const before = nulls.length;
    checkValue(type, field, value, path);
    if (isMeta) nulls.length = before;
  }

  function checkValue(type: GraphQLOutputType, field: Selected, value: unknown, path: Path): void {
    if (isNonNullType(type)) {
      if (value === null || value === undefined) say(path, `is null as ${type}`);
      else checkValue(type.ofType, field, value, path);
    } else if (value === null) nulls.push(path);
    else if (isListType(type)) {
      if (!Array.isArray(value)) say(path, `is no list as ${type}`);
      else for (const [index, entry] of value.entries()) checkValue(type.ofType, field, entry, [...path, index]);
    } else if (isScalarType(type) || isEnumType(type)) {
      if (!isLeaf(type, value)) say(path, `is no ${type}: ${JSON.stringify(value)?.slice(0, 100)}`);
    } else checkAny(typesOf(type), field, value, path);
  }

  const typesOf = (type: GraphQLNamedType) =>
    isAbstractType(type)
      ? [...collecting.schema.getPossibleTypes(type), ...(isInterfaceType(type) ? [type] : [])]
      : [type].filter(isObjectType);

  /**
   * An abstract type's object must fit one of its types; which one, only `__typename` would tell. An object whose kind
   * nobody knows stands with what all kinds have, as long as its kind is not asked for.
   */
  function checkAny(types: readonly OutputObject[], field: Selected, value: unknown, path: Path): void {
    const [found, empty] = [misfits.length, nulls.length];
    let first: Finding[] | undefined;
    for (const type of types) {
      checkObject(type, setsOf(field), value, path);
      if (misfits.length === found) return;
      first ??= misfits.slice(found);
      misfits.length = found;
      if (types.length > 1) nulls.length = empty;
    }
    misfits.push(...(first ?? [{ path, reason: 'has no type' }]));
  }

  if (!root) say([], 'has no root');
  else checkObject(root, [operation.selectionSet], data, []);
  return { misfits, nulls };
}

const metaTypes: Readonly<Record<string, GraphQLOutputType>> = {
  [SchemaMetaFieldDef.name]: SchemaMetaFieldDef.type,
  [TypeMetaFieldDef.name]: TypeMetaFieldDef.type,
};

function isLeaf(type: GraphQLNamedType, value: unknown): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  switch (type.name) {
    case 'Int':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value + 0.5) <= 2 ** 31;
    case 'Float':
      return typeof value === 'number';
    case 'Boolean':
      return typeof value === 'boolean';
    case 'String':
    case 'ID':
      return typeof value === 'string';
    default:
      return value !== undefined;
  }
}
