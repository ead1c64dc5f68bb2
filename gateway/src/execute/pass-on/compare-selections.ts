import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { collectFields, type SelectedField, type Selecting } from '../project/collect-fields.ts';
import type { SubgraphView } from './subgraph-view.ts';

/** What makes the answer to a fetch another one than the client's. */
export type Difference =
  | 'OTHER_FIELDS'
  | 'INTROSPECTION'
  | 'OTHER_NAME_OF_TYPE'
  | 'LOOSER_TYPE'
  | 'HIDDEN_MEMBER'
  | 'HIDDEN_VALUE'
  | 'TYPE_UNKNOWN'
  | 'TOO_LARGE';

export type Sides = {
  /** What the client asks for, in the schema that it sees. */
  readonly client: Selecting;
  /** What the subgraph is asked, in the supergraph's schema with the subgraph's knowledge of types. */
  readonly fetch: Selecting;
  readonly view: SubgraphView;
};

type Sets = readonly SelectionSetNode[];

/** Interfaces within interfaces are looked at once for each way through their types. */
const fieldsMax = 10_000;

/**
 * Goes through both selections as they come out for each type of object that the subgraph could answer with, and
 * holds them against each other field by field.
 */
export function compareSelections(sides: Sides, rootName: string, asked: Sets, fetched: Sets): Difference | undefined {
  const { client, fetch, view } = sides;
  const roots = rootNames(client.schema);
  let compared = 0;

  function compareObjects(name: string, clientSets: Sets, fetchSets: Sets): Difference | undefined {
    const [type, full] = [client.schema.getType(name), fetch.schema.getType(name)];
    if (!isObjectType(type) || !isObjectType(full) || !view.hasType(name)) return 'TYPE_UNKNOWN';
    const ours = collectFields(client, type, clientSets);
    const theirs = collectFields(fetch, full, fetchSets);
    compared += ours.length;
    if (compared > fieldsMax) return 'TOO_LARGE';
    if (ours.length !== theirs.length) return 'OTHER_FIELDS';
    return first(ours, (field, index) => compareField(name, field, theirs[index]));
  }

  function compareField(parent: string, field: SelectedField, theirs: SelectedField | undefined) {
    const { key, name, type, sets } = field;
    if (theirs?.key !== key || theirs.name !== name) return 'OTHER_FIELDS';
    // A subgraph may have a name of its own for its root.
    if (name === '__typename') return roots.has(parent) ? 'OTHER_NAME_OF_TYPE' : undefined;
    if (name.startsWith('__')) return 'INTROSPECTION';
    const declared = view.fieldType(parent, name);
    if (!declared) return 'TYPE_UNKNOWN';
    if (!isAsStrict(declared, type)) return 'LOOSER_TYPE';
    return compareBelow(getNamedType(type), sets, theirs.sets);
  }

  function compareBelow(type: GraphQLNamedType, clientSets: Sets, fetchSets: Sets): Difference | undefined {
    if (isScalarType(type)) return undefined;
    const full = fetch.schema.getType(type.name);
    if (isEnumType(type)) {
      if (!isEnumType(full)) return 'TYPE_UNKNOWN';
      return full.getValues().every(({ name }) => type.getValue(name)) ? undefined : 'HIDDEN_VALUE';
    }
    if (!isAbstractType(full)) return compareObjects(type.name, clientSets, fetchSets);
    if (!view.hasType(type.name)) return 'TYPE_UNKNOWN';
    const members = fetch.schema.getPossibleTypes(full);
    if (!members.every(({ name }) => client.schema.getType(name))) return 'HIDDEN_MEMBER';
    const known = members.filter(({ name }) => view.applies(name, type.name));
    if (known.length === 0) return 'TYPE_UNKNOWN';
    return first(known, ({ name }) => compareObjects(name, clientSets, fetchSets));
  }

  return compareObjects(rootName, asked, fetched);
}

function first<T>(
  entries: readonly T[],
  find: (entry: T, index: number) => Difference | undefined,
): Difference | undefined {
  for (const [index, entry] of entries.entries()) {
    const found = find(entry, index);
    if (found) return found;
  }
  return undefined;
}

function rootNames(schema: GraphQLSchema): ReadonlySet<string | undefined> {
  return new Set([schema.getQueryType()?.name, schema.getMutationType()?.name, schema.getSubscriptionType()?.name]);
}

/** Whether all that the subgraph may answer with fits the type that the client sees. */
export function isAsStrict(declared: TypeNode, seen: GraphQLOutputType): boolean {
  if (isNonNullType(seen)) return declared.kind === Kind.NON_NULL_TYPE && isAsStrict(declared.type, seen.ofType);
  if (declared.kind === Kind.NON_NULL_TYPE) return isAsStrict(declared.type, seen);
  if (isListType(seen)) return declared.kind === Kind.LIST_TYPE && isAsStrict(declared.type, seen.ofType);
  return declared.kind === Kind.NAMED_TYPE && declared.name.value === seen.name;
}
