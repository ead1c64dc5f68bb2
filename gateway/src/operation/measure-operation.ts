import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

export type Measure = {
  readonly depth: number;
  readonly aliases: number;
  /** Objects it may return; see `costOf`. */
  readonly cost: number;
};

type Variables = Readonly<Record<string, unknown>>;

/** How many entries a list without a page size is taken to have. */
const assumedListLength = 10;
export const pageArguments: readonly string[] = ['first', 'last', 'limit'];
const nothing: Measure = { depth: 0, aliases: 0, cost: 0 };

/**
 * Measures a validated operation, fragments expanded. Cost: every object asked for is 1; what stands below a list
 * counts once for each entry. A field with an argument `first`, `last` or `limit` has that many entries, given to
 * the first list at or below it; any other list is taken to have 10. Leaf fields and introspection are free.
 */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  // A fragment is measured once per page size it stands under, not once per use: uses may nest exponentially.
  const measured = new Map<string, Measure>();

  function ofSelections(set: SelectionSetNode, parent: GraphQLNamedType | undefined, pageSize: number | undefined) {
    let total = nothing;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) total = add(total, ofField(selection, parent, pageSize));
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const type = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent;
        total = add(total, ofSelections(selection.selectionSet, type, pageSize));
      } else total = add(total, ofFragment(selection.name.value, pageSize));
    }
    return total;
  }

  function ofFragment(name: string, pageSize: number | undefined): Measure {
    const key = `${name} ${pageSize}`;
    const known = measured.get(key);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return nothing;
    const measure = ofSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), pageSize);
    measured.set(key, measure);
    return measure;
  }

  function ofField(field: FieldNode, parent: GraphQLNamedType | undefined, inherited: number | undefined): Measure {
    const alias = field.alias ? 1 : 0;
    if (field.name.value.startsWith('__')) return { depth: 0, aliases: alias, cost: 0 };
    if (!field.selectionSet) return { depth: 1, aliases: alias, cost: 0 };
    const definition = fieldOf(parent, field.name.value);
    const type = definition?.type;
    const pageSize = pageSizeOf(field, definition?.args ?? [], variables) ?? inherited;
    const isList = type !== undefined && isListType(getNullableType(type));
    const entries = isList ? (pageSize ?? assumedListLength) : 1;
    const named = type && getNamedType(type);
    const below = ofSelections(
      field.selectionSet,
      named && isCompositeType(named) ? named : undefined,
      isList ? undefined : pageSize,
    );
    return { depth: 1 + below.depth, aliases: alias + below.aliases, cost: entries * (1 + below.cost) };
  }

  return ofSelections(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, undefined);
}

function add(a: Measure, b: Measure): Measure {
  return { depth: Math.max(a.depth, b.depth), aliases: a.aliases + b.aliases, cost: a.cost + b.cost };
}

function fieldOf(parent: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** The largest that is given; where a variable gives none, the schema's default is what the subgraph will take. */
function pageSizeOf(field: FieldNode, args: readonly GraphQLArgument[], variables: Variables): number | undefined {
  let largest: number | undefined;
  for (const { name, defaultValue } of args) {
    if (!pageArguments.includes(name)) continue;
    const given = field.arguments?.find((argument) => argument.name.value === name)?.value;
    const size = (given && literalOf(given, variables)) ?? defaultValue;
    const number = Number(size);
    if (size !== null && size !== undefined && Number.isFinite(number)) largest = Math.max(largest ?? 0, number);
  }
  return largest;
}

function literalOf(node: ValueNode, variables: Variables): unknown {
  if (node.kind === Kind.VARIABLE) return variables[node.name.value];
  return 'value' in node ? node.value : undefined;
}
