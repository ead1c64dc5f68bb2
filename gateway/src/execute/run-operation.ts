import type { Schema } from '@apollo/federation-internals';
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
    const { operationName } = request.request;
    const plan = await generation.planner.plan({ text: request.source, operationName });
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
      await plannerSchemaOf(generation),
    );
  };
}

const plannerSchemas = new WeakMap<Generation, Schema>();

/** The schema in the form that Apollo's executor takes; its library is loaded when it is first needed. */
async function plannerSchemaOf(generation: Generation): Promise<Schema> {
  const known = plannerSchemas.get(generation);
  if (known) return known;
  const { Supergraph, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES } = await import('@apollo/federation-internals');
  const schema = Supergraph.build(generation.document, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  }).apiSchema();
  plannerSchemas.set(generation, schema);
  return schema;
}
