import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
} from 'graphql';
import type { Kinds } from './kinds.ts';

/** What the client asks for. */
type Client = {
  readonly root: SelectionSetNode;
  readonly rootType: string;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
};

/**
 * Where subgraphs know other members of a union, and more than one of them could be asked, Apollo's planner drops what
 * is selected on a member that one of them does not know, though it asks another that does. This puts it back: what the
 * asked subgraph has itself of such a member. Changes the plan that it is given.
 */
export function restoreKinds(plan: QueryPlan, operation: DocumentNode, kinds: Kinds): QueryPlan {
  const client = kinds.uneven.size === 0 ? undefined : readClient(operation);
  if (!client) return plan;
  const restore = (node: PlanNode | undefined, path: readonly string[]): void => {
    switch (node?.kind) {
      case 'Fetch':
        restoreFetch(node, path, client, kinds);
        return;
      case 'Flatten':
        restore(node.node, [...path, ...node.path.map(keyIn).filter((key) => key !== '')]);
        return;
      case 'Sequence':
      case 'Parallel':
        for (const child of node.nodes) restore(child, path);
        return;
      case 'Condition':
        restore(node.ifClause, path);
        restore(node.elseClause, path);
        return;
      case 'Defer':
        restore(node.primary.node, path);
        for (const part of node.deferred) restore(part.node, path);
    }
  };
  if (plan.node?.kind !== 'Subscription') restore(plan.node, []);
  return plan;
}

/** `author|[Person]` is `author`; what goes into lists is nothing. */
function keyIn(part: string | number): string {
  const [key = ''] = String(part).split('|');
  return key === '@' ? '' : key;
}

const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

function readClient(document: DocumentNode): Client | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let client: Client | undefined;
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
function* fieldsOf(
  set: SelectionSetNode,
  fragments: Client['fragments'],
  condition?: string,
): Generator<{ readonly field: FieldNode; readonly condition: string | undefined }> {
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

function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** What the client selects at a place of the response. */
function clientSets({ root, fragments }: Client, path: readonly string[]): readonly SelectionSetNode[] {
  let sets = [root];
  for (const key of path) {
    sets = sets
      .flatMap((set) => [...fieldsOf(set, fragments)])
      .flatMap(({ field }) => (responseKey(field) === key && field.selectionSet ? [field.selectionSet] : []));
  }
  return sets;
}

function restoreFetch(fetch: FetchNode, path: readonly string[], client: Client, kinds: Kinds): void {
  let isChanged = false;
  const complete = (set: SelectionSetNode, type: string, at: readonly string[]): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((node): SelectionNode => {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        return { ...node, selectionSet: complete(node.selectionSet, node.typeCondition?.name.value ?? type, at) };
      }
      if (node.kind !== Kind.FIELD || !node.selectionSet) return node;
      const isEntities = fetch.requires !== undefined && node.name.value === '_entities';
      const below = isEntities ? '_Entity' : kinds.typeOf(type, node.name.value);
      if (below === undefined) return node;
      const here = isEntities ? path : [...at, responseKey(node)];
      const selectionSet = complete(node.selectionSet, below, here);
      if (!kinds.uneven.has(below)) return { ...node, selectionSet };
      const missing = findMissing(selectionSet, below, clientSets(client, here), fetch.serviceName, client, kinds);
      if (missing.length > 0) isChanged = true;
      return { ...node, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, ...missing] } };
    }),
  });
  const document = parse(fetch.operation, { noLocation: true });
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? { ...definition, selectionSet: complete(definition.selectionSet, client.rootType, path) }
      : definition,
  );
  if (isChanged) fetch.operation = stripIgnoredCharacters(print({ ...document, definitions }));
}

function findMissing(
  set: SelectionSetNode,
  abstractType: string,
  wanted: readonly SelectionSetNode[],
  service: string,
  { fragments }: Client,
  kinds: Kinds,
): readonly InlineFragmentNode[] {
  const present = new Set<string>();
  for (const { field, condition } of fieldsOf(set, fragments)) present.add(`${condition} ${responseKey(field)}`);
  const missing: InlineFragmentNode[] = [];
  for (const { field, condition } of wanted.flatMap((one) => [...fieldsOf(one, fragments)])) {
    if (condition === undefined || !kinds.isMember(service, abstractType, condition)) continue;
    const place = `${condition} ${responseKey(field)}`;
    if (present.has(place) || present.has(`undefined ${responseKey(field)}`)) continue;
    if (field.directives?.length || field.arguments?.length) continue;
    if (!kinds.isLocalLeaf(service, condition, field.name.value)) continue;
    present.add(place);
    missing.push({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
    });
  }
  return missing;
}
