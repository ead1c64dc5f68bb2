import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  separateOperations,
  visit,
} from 'graphql';

/** Stands where everything selected of an object is refused: the object itself is not. */
const typenameAlone: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' }, arguments: [], directives: [] }],
};

/**
 * A valid operation without the refused fields, and without the fragments and variables that only they used;
 * undefined when nothing is left. `document` has one operation.
 */
export function filterOperation(document: DocumentNode, refused: ReadonlySet<FieldNode>): DocumentNode | undefined {
  const fragments = fragmentsOf(document);
  const filtered = new Map<string, FragmentDefinitionNode | undefined>();

  function filterSelections(set: SelectionSetNode): SelectionSetNode | undefined {
    const selections = set.selections.flatMap(filterSelection);
    return selections.length === 0 ? undefined : { ...set, selections };
  }
  function filterSelection(selection: SelectionNode): readonly SelectionNode[] {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return filterFragment(selection.name.value) ? [selection] : [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const selectionSet = filterSelections(selection.selectionSet);
      return selectionSet ? [{ ...selection, selectionSet }] : [];
    }
    if (refused.has(selection)) return [];
    if (!selection.selectionSet) return [selection];
    return [{ ...selection, selectionSet: filterSelections(selection.selectionSet) ?? typenameAlone }];
  }
  function filterFragment(name: string): FragmentDefinitionNode | undefined {
    if (filtered.has(name)) return filtered.get(name);
    const fragment = fragments.get(name);
    const selectionSet = fragment && filterSelections(fragment.selectionSet);
    const rest = selectionSet && { ...fragment, selectionSet };
    filtered.set(name, rest);
    return rest;
  }

  const operation = operationOf(document);
  const selectionSet = filterSelections(operation.selectionSet);
  if (!selectionSet) return undefined;
  const rest: DefinitionNode[] = [{ ...operation, selectionSet }];
  for (const fragment of filtered.values()) if (fragment) rest.push(fragment);
  return withoutUnused({ kind: Kind.DOCUMENT, definitions: rest });
}

function withoutUnused(document: DocumentNode): DocumentNode {
  const [reached = document] = Object.values(separateOperations(document));
  const used = new Set<string>();
  visit(reached, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) });
  return {
    ...reached,
    definitions: reached.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.variableDefinitions
        ? {
            ...definition,
            variableDefinitions: definition.variableDefinitions.filter(({ variable }) => used.has(variable.name.value)),
          }
        : definition,
    ),
  };
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
}

export function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('the document has no operation');
  return operation;
}
