import { type FieldDefinitionNode, type InputValueDefinitionNode, Kind, print, type TypeNode } from 'graphql';
import { applied, type SupergraphFields } from './supergraph-fields.ts';

/** What is wrong with a snapshot for a subscription field of the subgraph `owner`. */
export function snapshotProblems(
  supergraph: SupergraphFields,
  field: FieldDefinitionNode,
  owner: string,
  snapshot: string,
): readonly string[] {
  const query = supergraph.fieldsOf(supergraph.queryType).find(({ name }) => name.value === snapshot);
  const called = `its snapshot ${supergraph.queryType}.${snapshot}`;
  if (!query) return [`${called} does not exist`];
  return [
    ...(isInaccessible(query) ? ['is @inaccessible, and so cannot be asked for the viewer'] : []),
    ...ownerProblems(supergraph.ownersOf(supergraph.queryType, query), owner),
    ...typeProblems(field.type, query.type),
    ...argumentProblems(field.arguments ?? [], query.arguments ?? []),
  ].map((problem) => `${called} ${problem}`);
}

/** An event takes the place of what the snapshot's subgraph answers, so no other one may be asked in its stead. */
function ownerProblems(owners: readonly string[], owner: string): readonly string[] {
  if (owners.length === 1 && owners[0] === owner) return [];
  if (!owners.includes(owner))
    return [`belongs to ${quoted(owners)}: an event can only stand for an answer of "${owner}"`];
  return [`is shared by ${quoted(owners)}, so that another than "${owner}" may be asked for it`];
}

/** Answers have the snapshot's type: it may rule out nulls that the subscription allows, never the other way round. */
function typeProblems(subscription: TypeNode, snapshot: TypeNode): readonly string[] {
  if (fits(snapshot, subscription)) return [];
  const types = `has the type ${print(snapshot)}, the subscription ${print(subscription)}`;
  return fits(withoutNonNull(snapshot), withoutNonNull(subscription))
    ? [`${types}: it may be null where the subscription promises a value`]
    : [`${types}: they must be the same`];
}

/** The client's arguments are sent to the snapshot as they are. */
function argumentProblems(
  given: readonly InputValueDefinitionNode[],
  taken: readonly InputValueDefinitionNode[],
): readonly string[] {
  const takenByName = new Map(taken.map((argument) => [argument.name.value, argument]));
  const givenNames = new Set(given.map(({ name }) => name.value));
  const needed = taken.filter(
    ({ name, type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue && !givenNames.has(name.value),
  );
  return [
    ...given.flatMap((argument) => {
      const name = argument.name.value;
      const same = takenByName.get(name);
      if (!same) return [`has no argument ${name}`];
      if (isInaccessible(same)) return [`has the argument ${name} @inaccessible`];
      if (!fits(argument.type, same.type)) {
        return [`has the argument ${name}: ${print(same.type)}, the subscription ${name}: ${print(argument.type)}`];
      }
      const defaults = [same, argument].map(({ defaultValue }) => (defaultValue ? print(defaultValue) : 'none'));
      return defaults[0] === defaults[1]
        ? []
        : [`has the default ${defaults[0]} for the argument ${name}, the subscription ${defaults[1]}`];
    }),
    ...needed.map(({ name }) => `needs the argument ${name.value}, which the subscription does not have`),
  ];
}

/** Whether every value of the type `narrow` is one of `wide`: the same but for nulls. */
function fits(narrow: TypeNode, wide: TypeNode): boolean {
  if (narrow.kind === Kind.NON_NULL_TYPE) {
    return fits(narrow.type, wide.kind === Kind.NON_NULL_TYPE ? wide.type : wide);
  }
  if (wide.kind === Kind.NON_NULL_TYPE) return false;
  if (narrow.kind === Kind.LIST_TYPE) return wide.kind === Kind.LIST_TYPE && fits(narrow.type, wide.type);
  return wide.kind === Kind.NAMED_TYPE && narrow.name.value === wide.name.value;
}

function withoutNonNull(type: TypeNode): TypeNode {
  if (type.kind === Kind.NON_NULL_TYPE) return withoutNonNull(type.type);
  return type.kind === Kind.LIST_TYPE ? { ...type, type: withoutNonNull(type.type) } : type;
}

function isInaccessible({ directives }: FieldDefinitionNode | InputValueDefinitionNode): boolean {
  return applied(directives, 'inaccessible').length > 0;
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' and ');
}
