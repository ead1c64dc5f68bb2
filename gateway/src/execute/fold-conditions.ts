import { type ASTNode, type DirectiveNode, type DocumentNode, Kind, type SelectionNode, visit } from 'graphql';
import type { ConditionValues } from './project/collect-fields.ts';

/**
 * The document with `@skip` and `@include` decided. Apollo's planner carries the conditions into its fetches, where
 * what one field needs of another is skipped together with that other; planned for one set of values it asks for just
 * what they ask for.
 */
export function foldConditions(document: DocumentNode, values: ConditionValues): DocumentNode {
  const decide = (node: SelectionNode): SelectionNode | null | undefined => {
    if (!node.directives?.length) return undefined;
    const kept: DirectiveNode[] = [];
    for (const directive of node.directives) {
      const outcome = outcomeOf(directive, values);
      if (outcome === false) return null;
      if (outcome === undefined) kept.push(directive);
    }
    return kept.length === node.directives.length ? undefined : { ...node, directives: kept };
  };
  return visit(document, {
    Field: decide,
    InlineFragment: decide,
    FragmentSpread: decide,
    SelectionSet: {
      // Empty only by what was taken out; an object is still asked for.
      leave: (set): ASTNode | undefined => (set.selections.length > 0 ? undefined : { ...set, selections: [typeName] }),
    },
  });
}

const typeName: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Whether what bears the directive stays; undefined for another directive. */
function outcomeOf({ name, arguments: args }: DirectiveNode, values: ConditionValues): boolean | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  const value = args?.find((argument) => argument.name.value === 'if')?.value;
  const holds =
    value?.kind === Kind.VARIABLE ? values[value.name.value] === true : value?.kind === Kind.BOOLEAN && value.value;
  return name.value === 'include' ? holds : !holds;
}
