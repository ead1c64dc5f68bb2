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
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { GatewayConfig } from '../config.ts';
import type { OperationContext } from '../deps.ts';
import type { GatewayMetrics } from '../events.ts';
import type { Executed } from '../execute/execute-operation.ts';
import { liveErrors } from '../live/live.errors.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { Tracer } from '../telemetry/tracer.ts';
import { checkLimits, countRootFields } from './check-limits.ts';
import type { KnownOperation } from './known-operation.ts';
import type { KnownOperations } from './known-operations.ts';
import { createLimitCheck } from './limits.ts';
import { maskError, toGraphQLError } from './mask-error.ts';
import { operationErrors } from './operation.errors.ts';
import type { OperationRequest } from './operation-request.ts';
import type { OperationRunner } from './operation-runner.ts';
import type { RateLimiter } from './rate-limits.ts';
import type { Variables } from './variables.ts';

export type GraphServerDeps = {
  readonly config: Pick<GatewayConfig['operations'], 'limits' | 'areOpen' | 'isIntrospectable'>;
  readonly isProduction: boolean;
  /** Refuses requests that a browser sends from other sites without asking. */
  readonly preventsCsrf: boolean;
  readonly gateway: GatewayInterface;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  readonly rateLimiter: RateLimiter;
  /** Undefined where nothing is traced. */
  readonly tracer?: Tracer | undefined;
  readonly runner: OperationRunner;
  readonly operationsOf: (generation: Generation) => KnownOperations;
  readonly generation: () => Generation;
};

export type GraphServer = AsyncDisposable & {
  readonly apollo: ApolloServer<OperationContext>;
  /**
   * The quick way: the JSON text of the response to an operation that Apollo Server has let through before, in the
   * present generation, with variables that are right and limits that hold; in bytes where they are the subgraph's
   * own. Undefined for all others: what is to be said of them Apollo Server says. Rejects with RATE_LIMITED.
   */
  answer(request: OperationRequest, context: OperationContext): Promise<string | Buffer> | undefined;
  /** Runs a query or mutation as HTTP does: parse, validate, limits, plan, execute, mask. Never rejects. */
  run(request: OperationRequest, context: OperationContext): Promise<FormattedExecutionResult>;
  /** The same as JSON text: `{"data":…}` where nothing went wrong. */
  text(request: OperationRequest, context: OperationContext): Promise<string>;
  /** Errors of later parts of an answer as they leave the gateway; logged and counted. */
  formatErrors(errors: readonly GraphQLError[], context: OperationContext): readonly GraphQLFormattedError[];
};

/** Apollo Server with our limits, errors and metrics. */
export async function startGraphServer(deps: GraphServerDeps): Promise<GraphServer> {
  const { config, isProduction } = deps;
  const apollo = new ApolloServer<OperationContext>({
    gateway: deps.gateway,
    nodeEnv: isProduction ? 'production' : 'development',
    logger: deps.logger,
    introspection: config.isIntrospectable,
    csrfPrevention: deps.preventsCsrf,
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
  const answer = createQuickWay(deps);
  return {
    apollo,
    answer: (request, context) => answer(request, context, true),
    async run(request, context) {
      const known = answer(request, context, false);
      if (known) {
        return known.then(
          (text) => JSON.parse(String(text)),
          (error: unknown) => failureOf(error, context, isProduction),
        );
      }
      return execute(apollo, request, context);
    },
    async text(request, context) {
      const known = answer(request, context, false);
      if (known) {
        return known.then(String, (error: unknown) => JSON.stringify(failureOf(error, context, isProduction)));
      }
      return JSON.stringify(await execute(apollo, request, context));
    },
    formatErrors(errors, context) {
      reportErrors(errors, context, deps.metrics);
      return errors.map((error) => formatError(error, context, isProduction));
    },
    [Symbol.asyncDispose]: () => apollo.stop(),
  };
}

async function execute(
  apollo: ApolloServer<OperationContext>,
  { query, operationName, variables, extensions }: OperationRequest,
  contextValue: OperationContext,
): Promise<FormattedExecutionResult> {
  const response = await apollo.executeOperation(
    {
      query: query ?? '',
      ...(operationName === undefined ? {} : { operationName }),
      ...(variables === undefined ? {} : { variables }),
      ...(extensions === undefined ? {} : { extensions }),
    },
    { contextValue },
  );
  if (response.body.kind !== 'single') throw new Error('a gateway answers with one result');
  return response.body.singleResult;
}

function createEdgePlugin(deps: GraphServerDeps): ApolloServerPlugin<OperationContext> {
  const { config, metrics, rateLimiter, tracer } = deps;
  return {
    async requestDidStart({ contextValue }) {
      const startedAt = performance.now();
      if (tracer) contextValue.trace = tracer.operation(contextValue);
      const listener: GraphQLRequestListener<OperationContext> = {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          // A document that names no such operation fails in execution, with its own code.
          if (!operation) return;
          try {
            if (operation.operation === 'subscription') throw liveErrors.make('SUBSCRIPTION_NEEDS_SOCKET');
            checkLimits(config.limits, schema, document, operation, request.variables ?? {});
            if (contextValue.isCounted) return;
            rateLimiter.count(contextValue.viewer, contextValue.address, countRootFields(document, operation));
          } catch (error) {
            throw error instanceof LecternError ? toGraphQLError(error) : error;
          }
        },
        async didEncounterErrors({ errors, contextValue }) {
          reportErrors(errors, contextValue, metrics);
        },
        async willSendResponse({ response, contextValue, operation }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          for (const error of singleResult.errors ?? []) {
            if (error.extensions?.code !== 'INTERNAL_SERVER_ERROR') continue;
            Object.assign(error, { extensions: { ...error.extensions, requestId: contextValue.requestId } });
          }
          contextValue.trace?.ended({
            name: operation?.name?.value,
            type: operation?.operation,
            errors: singleResult.errors ?? [],
          });
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

type Quick = {
  readonly operation: KnownOperation;
  readonly given: Variables;
  readonly coerced: Variables;
  readonly context: OperationContext;
  readonly takesBytes: boolean;
};

/** `takesBytes`: whoever asked sends the answer on without reading it. */
type QuickWay = (
  request: OperationRequest,
  context: OperationContext,
  takesBytes: boolean,
) => Promise<string | Buffer> | undefined;

function createQuickWay(deps: GraphServerDeps): QuickWay {
  const { config, runner, metrics, rateLimiter, tracer, isProduction } = deps;
  const check = createLimitCheck(config.limits);

  function admits(operation: KnownOperation, variables: Variables): boolean {
    try {
      check(operation, variables);
      return true;
    } catch {
      return false;
    }
  }

  async function run({ operation, given, coerced, context, takesBytes }: Quick): Promise<string | Buffer> {
    const startedAt = performance.now();
    const { name, operation: type } = operation.operation;
    let executed: Executed | Buffer;
    try {
      if (!context.isCounted && rateLimiter.isCounting) {
        rateLimiter.count(context.viewer, context.address, operation.rootFields);
      }
      executed = await (takesBytes
        ? runner.runOrPassOn(operation, given, coerced, context)
        : runner.run(operation, given, coerced, context));
    } catch (error) {
      metrics.operationRefused(error instanceof LecternError ? error.code : 'INTERNAL_SERVER_ERROR');
      metrics.operationEnded(context.door, type, 'errors', performance.now() - startedAt);
      throw error;
    }
    const errors = Buffer.isBuffer(executed) ? [] : executed.errors;
    const outcome = errors.length > 0 ? 'errors' : 'ok';
    metrics.operationEnded(context.door, type, outcome, performance.now() - startedAt);
    context.trace?.ended({ name: name?.value, type, errors });
    if (Buffer.isBuffer(executed)) return executed;
    const { data } = executed;
    if (errors.length === 0) return `{"data":${data}}`;
    reportErrors(errors, context, metrics);
    const formatted = errors.map((error) => formatError(error, context, isProduction));
    return `{"errors":${JSON.stringify(formatted)},"data":${data}}`;
  }

  async function trace(quick: Quick): Promise<string | Buffer> {
    const { operation, context } = quick;
    const about = { name: operation.operation.name?.value, type: operation.operation.operation };
    context.trace = tracer?.operation(context);
    try {
      return await run(quick);
    } catch (error) {
      const code = error instanceof LecternError ? error.code : undefined;
      context.trace?.ended({ ...about, errors: [{ extensions: { code } }] });
      throw error;
    }
  }

  return ({ query, operationName, variables = {} }, context, takesBytes) => {
    if (query === undefined) return undefined;
    const operation = deps.operationsOf(deps.generation()).find(query, operationName);
    if (!operation || (operation.deferrable && context.parts)) return undefined;
    const checked = operation.coerce(variables);
    if ('errors' in checked || !admits(operation, checked.coerced)) return undefined;
    const quick: Quick = { operation, given: variables, coerced: checked.coerced, context, takesBytes };
    return tracer ? trace(quick) : run(quick);
  };
}

function formatError(error: GraphQLError, context: OperationContext, hidesSchema: boolean): GraphQLFormattedError {
  const masked = maskError(error.toJSON(), error, hidesSchema);
  if (masked.extensions?.code !== 'INTERNAL_SERVER_ERROR') return masked;
  return { ...masked, extensions: { ...masked.extensions, requestId: context.requestId } };
}

/** Of one answer: the rest of a thousand equal errors says nothing. */
const loggedMax = 10;

/** Counts errors, and logs those of which the client is told nothing. */
function reportErrors(errors: readonly GraphQLError[], context: OperationContext, metrics: GatewayMetrics): void {
  let logged = 0;
  for (const error of errors) {
    const { code } = error.extensions;
    metrics.operationRefused(typeof code === 'string' && /^[A-Z_]{3,60}$/.test(code) ? code : 'none');
    if (logged >= loggedMax || !isHidden(error)) continue;
    logged += 1;
    logHidden(error, context);
  }
}

function isHidden(error: GraphQLError): boolean {
  // Apollo Server gives a code to what is wrong with a document or its variables.
  if (error.extensions.code === undefined && error.nodes !== undefined) return false;
  return maskError(error.toJSON(), error, true).extensions?.code === 'INTERNAL_SERVER_ERROR';
}

function logHidden(error: GraphQLError, { requestId, logger }: OperationContext): void {
  logger.error(
    { requestId, err: error.originalError ?? error, path: error.path },
    operationErrors.definitions.INTERNAL_SERVER_ERROR.message,
  );
}

/** What is said of an operation that could not be run at all. */
function failureOf(error: unknown, context: OperationContext, hidesSchema: boolean): FormattedExecutionResult {
  const failure =
    error instanceof LecternError
      ? toGraphQLError(error)
      : new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
  if (isHidden(failure)) logHidden(failure, context);
  return { errors: [formatError(failure, context, hidesSchema)] };
}
