import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { labelOf } from './expand-defers.ts';

/** Whether an operation selects the field at a path of response keys, also or not where it is deferred. */
export function selects(
  root: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  path: readonly string[],
  alsoDeferred: boolean,
): boolean {
  let sets: readonly SelectionSetNode[] = [root];
  const below = (set: SelectionSetNode, key: string): readonly (SelectionSetNode | undefined)[] =>
    set.selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return (node.alias ?? node.name).value === key ? [node.selectionSet] : [];
      if (!alsoDeferred && labelOf(node) !== undefined) return [];
      const body = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
      return body ? below(body.selectionSet, key) : [];
    });
  for (const key of path) {
    const found = sets.flatMap((set) => below(set, key));
    if (found.length === 0) return false;
    sets = found.filter((set) => set !== undefined);
  }
  return true;
}
