import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { prettyFormatQueryPlan, QueryPlanner } from '@apollo/query-planner';
import { print } from 'graphql';
import { type Candidate, checkOperation } from './check-operation.ts';
import type { Runner } from './runner.ts';
import type { SubgraphExchange, SubgraphServer } from './serve-subgraphs.ts';
import type { TestSupergraph } from './test-supergraph.ts';

/** All there is to know about a difference: operation, variables, plan, what subgraphs were asked, both results. */
export async function describeFailure(failure: {
  readonly seed: string;
  readonly at: number;
  readonly runner: Runner;
  readonly server: SubgraphServer;
  readonly test: TestSupergraph;
  readonly candidate: Candidate;
}): Promise<string> {
  const { seed, at, runner, server, test, candidate } = failure;
  const exchanges: SubgraphExchange[] = [];
  server.watch((exchange) => exchanges.push(exchange));
  const { difference, merged, gateway } = await checkOperation(runner, test, candidate);
  server.watch(undefined);
  return [
    `--- ${test.definition.name}: ${difference ?? 'a difference that comes and goes'}`,
    `again: node gateway/test/differential/main.ts --seed ${seed} --only ${at}`,
    print(candidate.document),
    `variables: ${JSON.stringify(candidate.variables)}`,
    planOf(test, candidate),
    ...exchanges.map(
      ({ subgraph, question, answer }) => `${subgraph} ${JSON.stringify(question)}\n  → ${JSON.stringify(answer)}`,
    ),
    `expected: ${JSON.stringify(merged)}`,
    `gateway:  ${JSON.stringify(gateway)}`,
    '',
  ].join('\n');
}

function planOf({ sdl }: TestSupergraph, { document, operationName }: Candidate): string {
  try {
    const supergraph = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
    const options = operationName === undefined ? {} : { operationName };
    const operation = operationFromDocument(supergraph.apiSchema(), document, options);
    return prettyFormatQueryPlan(new QueryPlanner(supergraph).buildQueryPlan(operation));
  } catch (error) {
    return `no plan: ${String(error)}`;
  }
}
