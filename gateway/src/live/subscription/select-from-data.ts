import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Objectlike = Readonly<Record<string, unknown>>;

export type RootSelection = {
  /** With everything that subgraphs know, also what clients may not see. */
  readonly schema: GraphQLSchema;
  /** The operation of the plan's root fetch. */
  readonly document: DocumentNode;
  readonly variables: Objectlike;
  /** The query field that `value` is the value of. */
  readonly field: string;
  readonly value: unknown;
};

/**
 * Answers a query from one value that is already at hand: aliases, fragments by `__typename`, lists. Undefined as
 * soon as anything asked for is not there, or has arguments and so is not the plain field that travels in events.
 */
export function selectFromData(selection: RootSelection): Record<string, unknown> | undefined {
  const { schema, document, variables } = selection;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const query = schema.getQueryType();
  if (operation?.kind !== Kind.OPERATION_DEFINITION || !query) return undefined;

  function collect(set: SelectionSetNode, typeName: string, into: Map<string, FieldNode[]>): Map<string, FieldNode[]> {
    for (const node of set.selections) {
      if (!isIncluded(node, variables)) continue;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const same = into.get(key);
        if (same) same.push(node);
        else into.set(key, [node]);
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      if (fragment && doesApply(schema, fragment.typeCondition?.name.value, typeName)) {
        collect(fragment.selectionSet, typeName, into);
      }
    }
    return into;
  }

  function complete(type: GraphQLOutputType, value: unknown, nodes: readonly FieldNode[]): unknown {
    if (value === null || value === undefined) return value;
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (!Array.isArray(value)) return undefined;
      const entries = value.map((entry) => complete(nullable.ofType, entry, nodes));
      return entries.includes(undefined) ? undefined : entries;
    }
    if (!isCompositeType(nullable)) return value;
    if (typeof value !== 'object') return undefined;
    const object = value as Objectlike;
    const told = object.__typename;
    const typeName = typeof told === 'string' ? told : isObjectType(nullable) ? nullable.name : undefined;
    return typeName === undefined ? undefined : completeObject(typeName, object, nodes);
  }

  function completeObject(typeName: string, value: Objectlike, parents: readonly FieldNode[]) {
    const type = schema.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
    const fields = new Map<string, FieldNode[]>();
    for (const { selectionSet } of parents) if (selectionSet) collect(selectionSet, typeName, fields);
    const result: Record<string, unknown> = {};
    for (const [key, nodes] of fields) {
      const name = nodes[0]?.name.value ?? '';
      const definition = type.getFields()[name];
      const selected =
        name === '__typename'
          ? typeName
          : definition && !nodes[0]?.arguments?.length
            ? complete(definition.type, value[name], nodes)
            : undefined;
      if (selected === undefined) return undefined;
      put(result, key, selected);
    }
    return result;
  }

  const result: Record<string, unknown> = {};
  for (const [key, nodes] of collect(operation.selectionSet, query.name, new Map())) {
    const name = nodes[0]?.name.value;
    const type = query.getFields()[selection.field]?.type;
    const selected =
      name === '__typename' ? query.name : name === selection.field && type && complete(type, selection.value, nodes);
    if (selected === undefined) return undefined;
    put(result, key, selected);
  }
  return result;
}

/** Clients name keys: to set `__proto__` would be to set none. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function isIncluded(node: SelectionNode, variables: Objectlike): boolean {
  if (!node.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}

function doesApply(schema: GraphQLSchema, condition: string | undefined, typeName: string): boolean {
  if (condition === undefined || condition === typeName) return true;
  const type = schema.getType(condition);
  const object = schema.getType(typeName);
  return isAbstractType(type) && (isObjectType(object) || isInterfaceType(object)) && schema.isSubType(type, object);
}
