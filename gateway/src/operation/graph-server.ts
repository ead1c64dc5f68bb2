import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { LecternError } from '@lectern/errors';
import type { Logger } from '@lectern/runtime';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import type { GatewayConfig } from '../config.ts';
import type { OperationContext } from '../deps.ts';
import type { GatewayMetrics } from '../events.ts';
import { liveErrors } from '../live/live.errors.ts';
import { checkLimits, countRootFields } from './check-limits.ts';
import { maskError, toGraphQLError } from './mask-error.ts';
import { operationErrors } from './operation.errors.ts';
import type { OperationRequest } from './operation-request.ts';
import type { RateLimiter } from './rate-limits.ts';

export type GraphServerDeps = {
  readonly config: GatewayConfig['operations'];
  readonly isProduction: boolean;
  readonly gateway: GatewayInterface;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  readonly rateLimiter: RateLimiter;
};

export type GraphServer = AsyncDisposable & {
  readonly apollo: ApolloServer<OperationContext>;
  /** Runs a query or mutation as HTTP does: parse, validate, limits, plan, execute, mask. Never rejects. */
  run(request: OperationRequest, context: OperationContext): Promise<FormattedExecutionResult>;
};

/** Apollo Server with our limits, errors and metrics. */
export async function startGraphServer(deps: GraphServerDeps): Promise<GraphServer> {
  const { config, isProduction } = deps;
  const apollo = new ApolloServer<OperationContext>({
    gateway: deps.gateway,
    nodeEnv: isProduction ? 'production' : 'development',
    logger: deps.logger,
    introspection: config.isIntrospectable,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: config.areOpen ? {} : false,
    parseOptions: { maxTokens: config.limits.tokensMax },
    validationOptions: { maxErrors: 20 },
    formatError: (formatted, error) => maskError(formatted, error, isProduction),
    stringifyResult: (result) => JSON.stringify(result),
    // Nothing calls home, whatever the environment holds; and nothing runs that nobody reads.
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      createEdgePlugin(deps),
    ],
  });
  await apollo.start();
  return {
    apollo,
    async run(request, context) {
      const { query, operationName, variables, extensions } = request;
      const response = await apollo.executeOperation(
        {
          query: query ?? '',
          ...(operationName === undefined ? {} : { operationName }),
          ...(variables === undefined ? {} : { variables }),
          ...(extensions === undefined ? {} : { extensions }),
        },
        { contextValue: context },
      );
      if (response.body.kind !== 'single') throw new Error('a gateway answers with one result');
      return response.body.singleResult;
    },
    [Symbol.asyncDispose]: () => apollo.stop(),
  };
}

function createEdgePlugin(deps: GraphServerDeps): ApolloServerPlugin<OperationContext> {
  const { config, metrics, rateLimiter } = deps;
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      const listener: GraphQLRequestListener<OperationContext> = {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          // A document that names no such operation fails in execution, with its own code.
          if (!operation) return;
          try {
            if (operation.operation === 'subscription') throw liveErrors.make('SUBSCRIPTION_NEEDS_SOCKET');
            checkLimits(config.limits, schema, document, operation, request.variables ?? {});
            if (contextValue.isCounted) return;
            await rateLimiter.count(contextValue.viewer, contextValue.address, countRootFields(document, operation));
          } catch (error) {
            throw error instanceof LecternError ? toGraphQLError(error) : error;
          }
        },
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) reportError(error, contextValue, metrics);
        },
        async willSendResponse({ response, contextValue, operation }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          for (const error of singleResult.errors ?? []) {
            if (error.extensions?.code !== 'INTERNAL_SERVER_ERROR') continue;
            Object.assign(error, { extensions: { ...error.extensions, requestId: contextValue.requestId } });
          }
          // What Apollo's executor found in an answer that does not fit the schema is for us, not for clients. It is
          // usual where a subgraph does not resolve an entity that another refers to, because the viewer may not see it.
          if (singleResult.extensions?.valueCompletion) {
            const facts = { requestId: contextValue.requestId, operation: operation?.name?.value };
            contextValue.logger.debug(facts, 'an answer does not fit the schema');
            delete singleResult.extensions;
          }
          const outcome = singleResult.errors ? 'errors' : 'ok';
          metrics.operationEnded(
            contextValue.door,
            operation?.operation ?? 'none',
            outcome,
            performance.now() - startedAt,
          );
        },
      };
      return listener;
    },
  };
}

function reportError(error: GraphQLError, context: OperationContext, metrics: GatewayMetrics): void {
  const code = error.extensions.code;
  metrics.operationRefused(typeof code === 'string' && /^[A-Z_]{3,60}$/.test(code) ? code : 'none');
  const { originalError } = error;
  const isExpected = originalError instanceof LecternError || code !== undefined || error.nodes !== undefined;
  if (isExpected && code !== 'INTERNAL_SERVER_ERROR') return;
  const { requestId } = context;
  context.logger.error(
    { requestId, err: originalError ?? error, path: error.path },
    operationErrors.definitions.INTERNAL_SERVER_ERROR.message,
  );
}
