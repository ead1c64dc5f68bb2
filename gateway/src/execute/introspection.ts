import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import type { Objectlike } from './objects.ts';

/** Answers the fields of an operation that ask for the schema. */
export type Introspection = (variables: Readonly<Record<string, unknown>>) => Objectlike;

const metaFields: ReadonlySet<string> = new Set([SchemaMetaFieldDef.name, TypeMetaFieldDef.name]);

/** Undefined where an operation does not ask for the schema. What needs no variables is answered once. */
export function compileIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Introspection | undefined {
  const selections = metaSelections(operation.selectionSet, fragments);
  if (selections.length === 0) return undefined;
  const asked: OperationDefinitionNode = {
    ...operation,
    directives: [],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const others = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const answer: Introspection = (variableValues) =>
    executeSync({ schema, document: { kind: Kind.DOCUMENT, definitions: [asked, ...others] }, variableValues }).data ??
    {};
  if (operation.variableDefinitions?.length) return answer;
  let kept: Objectlike | undefined;
  return () => {
    kept ??= answer({});
    return kept;
  };
}

/** The selections at the root that ask for the schema; fragments that hold such are written out. */
function metaSelections(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly SelectionNode[] {
  return set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return metaFields.has(node.name.value) ? [node] : [];
    const body = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    if (!body) return [];
    const selections = metaSelections(body.selectionSet, fragments);
    if (selections.length === 0) return [];
    const { directives = [] } = node;
    return [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet: { kind: Kind.SELECTION_SET, selections } }];
  });
}
