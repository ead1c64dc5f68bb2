import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { readLiveNames } from '@lectern/schema/live-fields';
import {
  type ConstDirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { argumentsOf } from '../authorization/linked-directives.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { LiveRoute } from '../supergraph/live-routes.ts';

/**
 * Whether whatever an event of the route fetches beside its own data is the same for everyone who watches. The data
 * itself, which the plan asks of the route's subgraph at its root, is so by the route's scope, but for fields with
 * arguments, which no event carries. All else that is fetched needs `@sameForEveryone`, also what clients cannot see
 * and what a subgraph is only asked for because another requires it, and also where the route's own subgraph is asked
 * for an entity: that is no part of the event. Two things are so by nature: what the subgraph is sent, and the keys of
 * objects that a field with the mark refers to.
 */
export function isSameForEveryone(
  { document, supergraphSchema }: Pick<Generation, 'document' | 'supergraphSchema'>,
  plan: QueryPlan,
  route: Pick<LiveRoute, 'subgraph'>,
): boolean {
  if (plan.node?.kind === 'Subscription') return false;
  const mark = readLiveNames(document)?.sameForEveryone;
  return fetchesOf(plan.node).every((fetch) => {
    const isEvent = fetch.serviceName === route.subgraph && fetch.requires === undefined;
    return isFetchSame(supergraphSchema, mark, fetch, isEvent);
  });
}

function fetchesOf(node: PlanNode | undefined): readonly FetchNode[] {
  if (!node) return [];
  switch (node.kind) {
    case 'Fetch':
      return [node];
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Condition':
      return [...fetchesOf(node.ifClause), ...fetchesOf(node.elseClause)];
    case 'Defer':
      return [node.primary, ...node.deferred].flatMap((part) => fetchesOf(part.node));
    default:
      return node.nodes.flatMap(fetchesOf);
  }
}

type Fetched = {
  readonly schema: GraphQLSchema;
  readonly mark: string | undefined;
  readonly fetch: FetchNode;
  /** Whether an event stands for the answer. */
  readonly isEvent: boolean;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
};

/** Whose fields are looked at: those of the root, of the entities that are asked for by what is sent, or below. */
type Level = 'ROOT' | 'BELOW' | { readonly sent: ReadonlySet<string> };

function isFetchSame(schema: GraphQLSchema, mark: string | undefined, fetch: FetchNode, isEvent: boolean): boolean {
  const { definitions } = parse(fetch.operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const [operation] = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fetched = { schema, mark, fetch, isEvent, fragments };
  return operation !== undefined && isSetSame(fetched, operation.selectionSet, schema.getQueryType(), 'ROOT');
}

type MaybeType = GraphQLNamedType | null | undefined;

function isSetSame(fetched: Fetched, { selections }: SelectionSetNode, type: MaybeType, level: Level): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return isFieldSame(fetched, selection, type, level);
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fetched.fragments.get(selection.name.value);
    if (!fragment) return false;
    const condition = fragment.typeCondition?.name.value;
    if (condition === undefined) return isSetSame(fetched, fragment.selectionSet, type, level);
    const within = typeof level === 'string' ? level : { sent: namesSent(fetched.fetch.requires, condition) };
    return isSetSame(fetched, fragment.selectionSet, fetched.schema.getType(condition), within);
  });
}

function isFieldSame(fetched: Fetched, field: FieldNode, type: MaybeType, level: Level): boolean {
  const { schema, mark } = fetched;
  const { selectionSet } = field;
  const name = field.name.value;
  if (name === '__typename') return true;
  if (name === '_entities' && level === 'ROOT' && selectionSet) {
    return isSetSame(fetched, selectionSet, undefined, { sent: new Set() });
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const definition = type.getFields()[name];
  if (!definition) return false;
  if (!isSameByNature(fetched, field, type, level) && !isMarked(schema, type, name, mark)) return false;
  return !selectionSet || isSetSame(fetched, selectionSet, getNamedType(definition.type), 'BELOW');
}

function isSameByNature({ schema, fetch, isEvent }: Fetched, field: FieldNode, type: GraphQLNamedType, level: Level) {
  if (isEvent) return level === 'ROOT' || !field.arguments?.length;
  const name = field.name.value;
  if (typeof level !== 'string') return level.sent.has(name);
  return level === 'BELOW' && isKey(schema, type, name, fetch.serviceName);
}

function namesSent(requires: readonly QueryPlanSelectionNode[] | undefined, typeName: string): ReadonlySet<string> {
  const names = (requires ?? []).flatMap((selection) =>
    selection.kind === 'InlineFragment' && selection.typeCondition === typeName
      ? selection.selections.flatMap((sent) => (sent.kind === 'Field' ? [sent.name] : []))
      : [],
  );
  return new Set(names);
}

/** A field of an interface is marked where it is so in all types that may stand there. */
function isMarked(schema: GraphQLSchema, type: GraphQLNamedType, name: string, mark: string | undefined): boolean {
  if (mark === undefined) return false;
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  return types.length > 0 && types.every((possible) => applied(possible.getFields()[name]?.astNode, mark).length > 0);
}

/** Whether the subgraph knows objects of the type by this field. */
function isKey(schema: GraphQLSchema, type: GraphQLNamedType, name: string, subgraph: string): boolean {
  const graphs = schema.getType('join__Graph');
  if (!isEnumType(graphs)) return false;
  return applied(type.astNode, 'join__type').some((join) => {
    const graph = graphs.getValue(String(join.graph));
    const isHere = applied(graph?.astNode, 'join__graph').some((told) => told.name === subgraph);
    return isHere && typeof join.key === 'string' && topNames(join.key).includes(name);
  });
}

function topNames(fieldSet: string): readonly string[] {
  const [operation] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []));
}

type Directed = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

function applied(node: Directed | null | undefined, name: string): readonly Readonly<Record<string, unknown>>[] {
  return (node?.directives ?? []).filter((directive) => directive.name.value === name).map(argumentsOf);
}
