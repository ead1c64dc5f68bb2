import { buildSchema, type ExecutionResult, graphql } from 'graphql';
import type { Operation } from '../operations.ts';
import type { Graph } from './graph.ts';

/** What graphql-js answers on the whole graph in one schema: the answer every gateway has to give. */
export async function answerOf(graph: Graph, { query, variables }: Operation): Promise<ExecutionResult> {
  const result = await graphql({
    schema: buildSchema(graph.whole.sdl),
    rootValue: graph.whole.rootValue,
    source: query,
    variableValues: variables,
  });
  // Through JSON, because graphql-js makes objects without a prototype.
  return JSON.parse(JSON.stringify(result));
}
