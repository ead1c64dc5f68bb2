import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { LiveRoute } from '../../supergraph/live-routes.ts';

/** The one field of a validated subscription, its fragments at the root resolved; several nodes when it is merged. */
export function rootFieldsOf(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FieldNode[] {
  const inSet = (set: SelectionSetNode): readonly FieldNode[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return inSet(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      return fragment ? inSet(fragment.selectionSet) : [];
    });
  return inSet(operation.selectionSet);
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

/**
 * The subscription as a query of its snapshot field: same arguments, same selection, and the key in the answer is
 * that of the subscription. It has no name, so that the same subscription under two names is one.
 */
export function snapshotDocument(
  operation: OperationDefinitionNode,
  fields: readonly FieldNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  route: LiveRoute,
): string {
  const selections = fields.map((field) => ({
    ...field,
    alias: field.alias ?? ({ kind: Kind.NAME, value: field.name.value } as const),
    name: { kind: Kind.NAME, value: route.snapshot } as const,
  }));
  const { name: _, ...nameless } = operation;
  const query: OperationDefinitionNode = {
    ...nameless,
    operation: OperationTypeNode.QUERY,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const used = new Set<FragmentDefinitionNode>();
  collectFragments(query, fragments, used);
  return print({ kind: Kind.DOCUMENT, definitions: [query, ...used] });
}

function collectFragments(
  node: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  used: Set<FragmentDefinitionNode>,
): void {
  visit(node, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (!fragment || used.has(fragment)) return;
      used.add(fragment);
      collectFragments(fragment, fragments, used);
    },
  });
}
