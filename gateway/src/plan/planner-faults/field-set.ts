import { type FieldNode, Kind, parse, print, type SelectionSetNode } from 'graphql';
import { namedType, type ObjectTypes } from './join-directives.ts';

/** Parses what a key, `@requires` or `@provides` names, such as `id depot { place }`. */
export function parseFieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${text} is no set of fields`);
  return definition.selectionSet;
}

/** Shows each field of a set of fields of `type`, at any depth, with its `Type.field`. */
export function eachField(
  set: SelectionSetNode,
  type: string,
  types: ObjectTypes,
  see: (key: string, node: FieldNode) => void,
): void {
  for (const node of set.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      eachField(node.selectionSet, node.typeCondition?.name.value ?? type, types, see);
    } else if (node.kind === Kind.FIELD) {
      see(`${type}.${node.name.value}`, node);
      const below = types.get(type)?.fields?.find(({ name }) => name.value === node.name.value);
      if (node.selectionSet && below) eachField(node.selectionSet, namedType(below.type), types, see);
    }
  }
}

/** The arguments of a field as text, the same in whatever order they stand; empty where it has none. */
export function argumentsText(node: FieldNode): string {
  return (node.arguments ?? []).map(print).sort().join();
}
