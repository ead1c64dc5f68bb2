import { type DocumentNode, type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf, operationOf } from './filter-operation.ts';

/** More errors than this tell nobody anything; fragments within fragments could make millions of a small document. */
const pathsMax = 500;

/** Where refused fields would stand in the response: response keys from the root, no indexes of lists, each once. */
export function refusedPaths(document: DocumentNode, refused: ReadonlySet<FieldNode>): readonly (readonly string[])[] {
  const fragments = fragmentsOf(document);
  const touched = new Map<SelectionSetNode, boolean>();
  const found = new Map<string, readonly string[]>();
  const seen = new Map<SelectionSetNode, Set<string>>();

  const below = (selection: SelectionNode): SelectionSetNode | undefined =>
    selection.kind === Kind.FRAGMENT_SPREAD
      ? fragments.get(selection.name.value)?.selectionSet
      : selection.selectionSet;

  /** Whether anything in or below the set is refused: the walk goes nowhere else. */
  function isTouched(set: SelectionSetNode | undefined): boolean {
    if (!set) return false;
    const known = touched.get(set);
    if (known !== undefined) return known;
    const is = set.selections.some(
      (selection) => (selection.kind === Kind.FIELD && refused.has(selection)) || isTouched(below(selection)),
    );
    touched.set(set, is);
    return is;
  }
  function walk(set: SelectionSetNode | undefined, path: readonly string[]): void {
    if (!set || !isTouched(set) || found.size >= pathsMax) return;
    const paths = seen.get(set) ?? new Set();
    seen.set(set, paths);
    const key = path.join('.');
    if (paths.has(key)) return;
    paths.add(key);
    for (const selection of set.selections) {
      const isField = selection.kind === Kind.FIELD;
      const at = isField ? [...path, (selection.alias ?? selection.name).value] : path;
      if (!isField || !refused.has(selection)) walk(below(selection), at);
      else if (found.size < pathsMax) found.set(at.join('.'), at);
    }
  }

  walk(operationOf(document).selectionSet, []);
  return [...found.values()];
}
