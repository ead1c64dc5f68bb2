import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionSetNode,
  separateOperations,
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
  const separate = separateOperations({ kind: Kind.DOCUMENT, definitions: [query, ...fragments.values()] });
  return Object.values(separate).map(print).join('');
}
