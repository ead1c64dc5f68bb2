import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';
import type { Candidate } from './check-operation.ts';

const attemptsMax = 1500;

/**
 * The smallest candidate still failing that can be reached by leaving one thing out at a time. A step counts when the
 * operation is still valid and `stillFails` says so.
 */
export async function shrink(
  schema: GraphQLSchema,
  failing: Candidate,
  stillFails: (candidate: Candidate) => Promise<boolean>,
): Promise<Candidate> {
  let smallest = failing;
  let attempts = 0;
  for (let isSmaller = true; isSmaller && attempts < attemptsMax; ) {
    isSmaller = false;
    for (const step of steps(smallest)) {
      const candidate = tidy(step);
      if (++attempts > attemptsMax) break;
      if (!isSound(schema, candidate.document) || !(await stillFails(candidate))) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

function isSound(schema: GraphQLSchema, document: DocumentNode): boolean {
  const isWhole = selectionSets(document).every(({ selections }) => selections.length > 0);
  return isWhole && document.definitions.length > 0 && validate(schema, document).length === 0;
}

/** Every way to leave one thing out, the largest things first. */
function* steps(candidate: Candidate): Generator<Candidate> {
  const { document } = candidate;
  for (const fragment of nodes<FragmentDefinitionNode>(document, Kind.FRAGMENT_DEFINITION)) {
    yield { ...candidate, document: without(document, fragment) };
  }
  for (const set of selectionSets(document)) {
    for (const smaller of smallerSets(set, document)) {
      yield { ...candidate, document: replace(document, set, smaller) };
    }
  }
  for (const field of nodes<FieldNode>(document, Kind.FIELD)) {
    const { alias: _alias, ...bare } = field;
    if (field.alias) yield { ...candidate, document: replace(document, field, bare) };
  }
  for (const directive of nodes(document, Kind.DIRECTIVE))
    yield { ...candidate, document: replace(document, directive, null) };
  for (const argument of nodes<ArgumentNode>(document, Kind.ARGUMENT)) {
    yield { ...candidate, document: replace(document, argument, null) };
  }
  for (const field of nodes(document, Kind.OBJECT_FIELD))
    yield { ...candidate, document: replace(document, field, null) };
  for (const name of Object.keys(candidate.variables)) {
    yield {
      ...candidate,
      variables: Object.fromEntries(Object.entries(candidate.variables).filter(([n]) => n !== name)),
    };
    // A flag that is null is a fault of its own.
    const value = candidate.variables[name];
    if (value !== null && typeof value !== 'boolean')
      yield { ...candidate, variables: { ...candidate.variables, [name]: null } };
  }
}

/** Without one selection, with one alone, or with the content of a fragment or of nothing around it. */
function* smallerSets(set: SelectionSetNode, document: DocumentNode): Generator<SelectionSetNode> {
  const { selections } = set;
  if (selections.length > 2) for (const only of selections) yield { ...set, selections: [only] };
  for (const [at, selection] of selections.entries()) {
    const rest = (inner: readonly SelectionNode[]) => [
      ...selections.slice(0, at),
      ...inner,
      ...selections.slice(at + 1),
    ];
    if (selections.length > 1) yield { ...set, selections: rest([]) };
    if (selection.kind === Kind.INLINE_FRAGMENT) yield { ...set, selections: rest(selection.selectionSet.selections) };
    if (selection.kind !== Kind.FRAGMENT_SPREAD) continue;
    const fragment = nodes<FragmentDefinitionNode>(document, Kind.FRAGMENT_DEFINITION).find(
      ({ name }) => name.value === selection.name.value,
    );
    if (!fragment) continue;
    const { typeCondition, selectionSet } = fragment;
    yield { ...set, selections: rest([{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }]) };
  }
}

/** Takes away fragments, variables, values and operations that nothing uses any more. */
function tidy(candidate: Candidate): Candidate {
  const used = new Set<string>();
  const spread = new Set<string>();
  visit(candidate.document, {
    FragmentSpread: (node) => void spread.add(node.name.value),
    VariableDefinition: () => false,
    Variable: (node) => void used.add(node.name.value),
  });
  const operations = nodes<OperationDefinitionNode>(candidate.document, Kind.OPERATION_DEFINITION);
  const asked = operations.find(({ name }) => name?.value === candidate.operationName) ?? operations[0];
  const definitions = candidate.document.definitions
    .filter((node) => node === asked || (node.kind === Kind.FRAGMENT_DEFINITION && spread.has(node.name.value)))
    .map((node) =>
      node.kind !== Kind.OPERATION_DEFINITION
        ? node
        : {
            ...node,
            variableDefinitions:
              node.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)) ?? [],
          },
    );
  const variables = Object.fromEntries(Object.entries(candidate.variables).filter(([name]) => used.has(name)));
  return { ...candidate, document: { ...candidate.document, definitions }, variables };
}

function selectionSets(document: DocumentNode): readonly SelectionSetNode[] {
  return nodes<SelectionSetNode>(document, Kind.SELECTION_SET);
}

function nodes<T extends { readonly kind: string }>(document: DocumentNode, kind: T['kind']): readonly T[] {
  const found: T[] = [];
  visit(document, {
    enter(node) {
      if (isOfKind<T>(node, kind)) found.push(node);
    },
  });
  return found;
}

function isOfKind<T extends { readonly kind: string }>(node: { readonly kind: string }, kind: T['kind']): node is T {
  return node.kind === kind;
}

function replace(document: DocumentNode, old: object, next: object | null): DocumentNode {
  return visit(document, {
    enter: (node) => (node === old ? next : undefined),
  });
}

function without(document: DocumentNode, definition: FragmentDefinitionNode): DocumentNode {
  const { name } = definition;
  const rest = { ...document, definitions: document.definitions.filter((node) => node !== definition) };
  return visit(rest, {
    FragmentSpread: (node) => (node.name.value === name.value ? null : undefined),
  });
}
