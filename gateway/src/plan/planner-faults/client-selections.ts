import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';

/** What the client asks for. */
export type ClientOperation = {
  readonly root: SelectionSetNode;
  readonly rootType: string;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
};

/** A field, and the nearest type condition above it in its set. */
export type FieldUnder = { readonly field: FieldNode; readonly condition: string | undefined };

const rootTypes = {
  query: 'Query',
  mutation: 'Mutation',
  subscription: 'Subscription',
} satisfies Record<OperationTypeNode, string>;

/** Undefined where the document has no operation. */
export function readClientOperation(document: DocumentNode): ClientOperation | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let client: ClientOperation | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      client = { root: definition.selectionSet, rootType: rootTypes[definition.operation], fragments };
    }
  }
  return client;
}

/**
 * Every field of a set, through all fragments, with the nearest type condition above it. What stands under directives
 * is left out: the subgraph would have to get their variables too.
 */
export function* fieldsOf(
  set: SelectionSetNode,
  fragments: ClientOperation['fragments'],
  condition?: string,
): Generator<FieldUnder> {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) {
      yield { field: node, condition };
      continue;
    }
    const found = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    if (!found || node.directives?.length) continue;
    yield* fieldsOf(found.selectionSet, fragments, found.typeCondition?.name.value ?? condition);
  }
}

export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** What the client selects at a place of the response. */
export function selectionsAt(
  { root, fragments }: ClientOperation,
  path: readonly string[],
): readonly SelectionSetNode[] {
  let sets = [root];
  for (const key of path) {
    sets = sets
      .flatMap((set) => [...fieldsOf(set, fragments)])
      .flatMap(({ field }) => (responseKey(field) === key && field.selectionSet ? [field.selectionSet] : []));
  }
  return sets;
}
