import { executeQueryPlan, type GraphQLDataSource } from '@apollo/gateway';
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { GraphQLError, getVariableValues, Kind } from 'graphql';
import type { Generation } from '../supergraph/generation.ts';

export type GatewayExecutor = (request: GatewayGraphQLRequestContext) => Promise<GatewayExecutionResult>;

export type ServiceMap = Readonly<Record<string, GraphQLDataSource>>;

/** Plans a validated operation and runs the plan, in the generation that the request was validated against. */
export function createExecutor(deps: {
  readonly generationOf: (schema: object) => Generation;
  readonly servicesOf: (generation: Generation) => ServiceMap;
}): GatewayExecutor {
  return async (request) => {
    const generation = deps.generationOf(request.schema);
    const { document, operation } = request;
    if (!operation) return { errors: [new GraphQLError('The document has no operation to run.')] };
    const { errors } = getVariableValues(
      generation.apiSchema,
      operation.variableDefinitions ?? [],
      request.request.variables ?? {},
      { maxErrors: 10 },
    );
    if (errors) return { errors };
    const operationName = request.request.operationName;
    const key = operationName ? `${request.queryHash} ${operationName}` : request.queryHash;
    const plan = generation.planner.plan(key, document, operationName);
    const fragments = Object.fromEntries(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
    return executeQueryPlan(
      plan,
      deps.servicesOf(generation),
      request,
      { schema: generation.apiSchema, operation, fragments },
      generation.supergraphSchema,
      generation.plannerSchema,
    );
  };
}
