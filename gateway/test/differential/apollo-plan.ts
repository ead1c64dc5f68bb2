import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { prettyFormatQueryPlan, QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import type { SupergraphDefinition } from './supergraph.ts';
import { buildTestSupergraph } from './test-supergraph.ts';

/** The plan that Apollo's planner makes, as text. */
export function planOf(definition: SupergraphDefinition, query: string): string {
  const { sdl } = buildTestSupergraph(definition, (_supergraph, subgraph) => `http://127.0.0.1/${subgraph}`);
  const supergraph = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const operation = operationFromDocument(supergraph.apiSchema(), parse(query));
  return prettyFormatQueryPlan(
    new QueryPlanner(supergraph, { debug: { maxEvaluatedPlans: 5_000, pathsLimit: 2_000 } }).buildQueryPlan(operation),
  );
}
