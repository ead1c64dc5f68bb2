import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, parse, visit } from 'graphql';
import type { CompiledFetch, CompiledPlan } from '../compiled-plan.ts';
import type { Selecting } from '../project/collect-fields.ts';
import { fragmentsOf } from '../project/projection.ts';
import { compareSelections, type Difference } from './compare-selections.ts';
import { viewSubgraph } from './subgraph-view.ts';

/** Why the answer of a subgraph cannot be the client's as it stands. */
export type Obstacle =
  | 'SEVERAL_STEPS'
  | 'REWRITES'
  | 'RENAMED_KEYS'
  | 'REFUSED_FIELDS'
  | 'INTROSPECTION'
  | 'CONDITIONS'
  | 'SUBGRAPH_UNKNOWN'
  | Difference;

export type PassOnFacts = {
  readonly plan: CompiledPlan;
  readonly operation: OperationDefinitionNode;
  /** What the client asks for, with the values that conditions have in this plan. */
  readonly selecting: Selecting;
  readonly isIntrospecting: boolean;
  readonly supergraphSchema: GraphQLSchema;
};

/** The one fetch of a plan whose answer, where there are no errors in it, is the client's as it stands. */
export function fetchToPassOn(facts: PassOnFacts): CompiledFetch | undefined {
  return findObstacle(facts) ? undefined : facts.plan.fetches[0];
}

/** What stands in the way of passing on the answer; undefined: nothing. */
export function findObstacle(facts: PassOnFacts): Obstacle | undefined {
  const { plan, operation, selecting, isIntrospecting, supergraphSchema } = facts;
  const { step } = plan;
  if (step?.kind !== 'fetch' || operation.operation === 'subscription') return 'SEVERAL_STEPS';
  const { fetch } = step;
  if (fetch.represent || fetch.path.length > 0) return 'SEVERAL_STEPS';
  if (fetch.outputRewrites.length > 0 || fetch.contextual.length > 0) return 'REWRITES';
  if (selecting.renames) return 'RENAMED_KEYS';
  if (selecting.refused) return 'REFUSED_FIELDS';
  if (isIntrospecting) return 'INTROSPECTION';
  return compareWithFetch(fetch, operation, selecting, supergraphSchema);
}

function compareWithFetch(
  fetch: CompiledFetch,
  operation: OperationDefinitionNode,
  client: Selecting,
  supergraph: GraphQLSchema,
): Obstacle | undefined {
  const view = viewSubgraph(supergraph, fetch.service);
  const root = client.schema.getRootType(operation.operation);
  const document = parse(fetch.query, { noLocation: true });
  const [sent, ...more] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!view || !root) return 'SUBGRAPH_UNKNOWN';
  if (sent?.operation !== operation.operation || more.length > 0) return 'SEVERAL_STEPS';
  if (hasDirectives(document)) return 'CONDITIONS';
  const fragments = fragmentsOf(document);
  const asked = { schema: supergraph, fragments, applies: view.applies, conditions: {}, refused: undefined };
  const sides = { client, fetch: { ...asked, renames: undefined }, view };
  return compareSelections(sides, root.name, [operation.selectionSet], [sent.selectionSet]);
}

function hasDirectives(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive() {
      found = true;
    },
  });
  return found;
}
