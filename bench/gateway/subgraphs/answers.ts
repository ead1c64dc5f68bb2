import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import { linked, type SubgraphSource } from './graph.ts';

export type Answers = (body: string) => Buffer | Promise<Buffer>;

/** Far more than the different requests any gateway makes of one operation. */
const keptMax = 10_000;

/** Answers of a subgraph, computed once per body and kept, so that subgraphs take little of the machine. */
export function createAnswers({ sdl, resolvers }: SubgraphSource): Answers {
  const schema = buildSubgraphSchema([{ typeDefs: parse(linked(sdl)), resolvers }]);
  const kept = new Map<string, Buffer>();
  return (body) => kept.get(body) ?? compute(schema, kept, body);
}

async function compute(schema: GraphQLSchema, kept: Map<string, Buffer>, body: string): Promise<Buffer> {
  const { query, variables, operationName } = JSON.parse(body);
  const result = await graphql({ schema, source: query, variableValues: variables, operationName });
  const answer = Buffer.from(JSON.stringify(result));
  if (kept.size >= keptMax) throw new Error('a gateway never asks the same twice; the bench cannot measure it');
  kept.set(body, answer);
  return answer;
}
