import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { LecternError } from '@lectern/errors';
import { GraphQLError } from 'graphql';
import { refusalErrors } from '../authorization/refusal-errors.ts';
import { grantsOf } from '../authorization/requirement.ts';
import type { AnswerInParts, OperationContext } from '../deps.ts';
import type { CompiledFetch } from '../execute/compiled-plan.ts';
import { executeInParts } from '../execute/defer/execute-in-parts.ts';
import {
  type CompiledOperation,
  type Executed,
  type ExecutionInput,
  executeByPassingOn,
  executeOperation,
} from '../execute/execute-operation.ts';
import type { Ask } from '../execute/run.ts';
import type { SubgraphClient } from '../subgraph/client.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { DeferredOperation } from './deferrable.ts';
import { drawOverrides } from './draw-overrides.ts';
import type { KnownOperation } from './known-operation.ts';
import type { KnownOperations } from './known-operations.ts';
import { toGraphQLError } from './mask-error.ts';
import type { Variables } from './variables.ts';

export type OperationRunner = {
  /** Runs an operation whose variables are right and that may be run. Rejects only where no plan can be had. */
  run(operation: KnownOperation, given: Variables, coerced: Variables, context: OperationContext): Promise<Executed>;
  /** The same for one who does not read it: the whole response in bytes, where a subgraph's own may be passed on. */
  runOrPassOn(
    operation: KnownOperation,
    given: Variables,
    coerced: Variables,
    context: OperationContext,
  ): Promise<Executed | Buffer>;
  /** The executor that Apollo Server asks for: learns the operation and runs it. */
  executor(request: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult>;
};

const unplannableCodes: ReadonlySet<string> = new Set(['PLAN_FAILED', 'PLAN_REFUSED', 'PLAN_TIMEOUT']);

export function createOperationRunner(deps: {
  readonly operationsOf: (generation: Generation) => KnownOperations;
  readonly clientsOf: (generation: Generation) => ReadonlyMap<string, SubgraphClient>;
  readonly generationOf: (schema: object) => Generation;
  readonly random: () => number;
}): OperationRunner {
  const { operationsOf, clientsOf } = deps;

  function prepare(operation: KnownOperation, variables: Variables, coerced: Variables, context: OperationContext) {
    const { generation } = operation;
    const grants = () => grantsOf({ viewer: context.viewer, scopes: context.scopes ?? [] });
    const verdict = operationsOf(generation).verdictOf(operation, grants);
    const overrides = drawOverrides(generation.overrideLabels, deps.random);
    const { trace } = context;
    const found = operation.compiledFor(verdict, overrides, coerced, trace);
    const input: ExecutionInput = {
      variables,
      coerced,
      ask: createAsk(clientsOf(generation), context),
      onFailed: (fetch, error) => reportFailure(fetch, error, context),
      trace,
      ...(!verdict.isAllowed && { refusals: refusalErrors(verdict.refusals) }),
    };
    return { found, input };
  }

  async function run(
    operation: KnownOperation,
    variables: Variables,
    coerced: Variables,
    context: OperationContext,
  ): Promise<Executed> {
    const { found, input } = prepare(operation, variables, coerced, context);
    return executeOperation(found instanceof Promise ? await found : found, input);
  }

  async function runOrPassOn(
    operation: KnownOperation,
    variables: Variables,
    coerced: Variables,
    context: OperationContext,
  ): Promise<Executed | Buffer> {
    const { found, input } = prepare(operation, variables, coerced, context);
    const compiled = found instanceof Promise ? await found : found;
    const fetch = compiled.fetchToPassOn();
    if (!fetch) return executeOperation(compiled, input);
    context.passesOn = true;
    return executeByPassingOn(compiled, fetch, input);
  }

  /** Operations that Apollo's planner cannot plan in parts, such as those that defer introspection, or not in time. */
  const unplannable = new WeakSet<DeferredOperation>();

  /** Runs an operation until its first part is there; the rest is left in `parts`. Undefined: it must be run whole. */
  async function runInParts(
    deferred: DeferredOperation,
    variables: Variables,
    coerced: Variables,
    context: OperationContext,
    parts: AnswerInParts,
  ): Promise<GatewayExecutionResult | undefined> {
    if (unplannable.has(deferred)) return undefined;
    const { known, labels } = deferred;
    const { found, input } = prepare(known, variables, coerced, context);
    let compiled: CompiledOperation;
    try {
      compiled = await found;
    } catch (error) {
      if (!(error instanceof LecternError) || !unplannableCodes.has(error.code)) throw error;
      unplannable.add(deferred);
      return undefined;
    }
    const executed = await executeInParts(compiled, known.operation, input, parts.format.repetition);
    parts.rest = { executed, labels };
    const { data, errors } = executed;
    return { data, ...(errors.length > 0 && { errors }) };
  }

  return {
    run,
    runOrPassOn,
    async executor(request) {
      const generation = deps.generationOf(request.schema);
      const { document, source, operationName } = request;
      const operation = operationsOf(generation).learn(document, source, request.request.operationName);
      if (!operation) return { errors: [new GraphQLError(`The document has no operation ${operationName ?? ''}.`)] };
      const given = request.request.variables ?? {};
      const checked = operation.coerce(given);
      if ('errors' in checked) return { errors: checked.errors };
      const context = request.context as OperationContext;
      try {
        const { parts } = context;
        const deferred = parts && operation.deferrable?.deferredFor(checked.coerced);
        const first = deferred && (await runInParts(deferred, given, checked.coerced, context, parts));
        if (first) return first;
        const { data, errors } = await run(operation, given, checked.coerced, context);
        return { data: JSON.parse(data), ...(errors.length > 0 && { errors }) };
      } catch (error) {
        throw error instanceof LecternError ? toGraphQLError(error) : error;
      }
    },
  };
}

function createAsk(clients: ReadonlyMap<string, SubgraphClient>, context: OperationContext): Ask {
  const { answerRoot, trace } = context;
  const clientOf = (service: string): SubgraphClient => {
    const client = clients.get(service);
    if (!client) throw new Error(`the plan names ${service}, which the supergraph does not`);
    return client;
  };
  if (!answerRoot && !trace) return (fetch, body) => clientOf(fetch.service).send(body, fetch.kind, context);

  return async (fetch, body, batches) => {
    if (answerRoot && !fetch.represent) {
      const { variables } = JSON.parse(body);
      const data = answerRoot({ query: fetch.query, variables, operationName: fetch.operationName });
      if (data) return { data };
    }
    const client = clientOf(fetch.service);
    if (!trace) return client.send(body, fetch.kind, context);
    const representations = batches?.reduce((sum, batch) => sum + batch.representations.length, 0);
    const fetching = trace.fetch({ subgraph: fetch.service, kind: fetch.kind, representations });
    return fetching.follow(client.send(body, fetch.kind, { ...context, ...fetching.headers, watch: fetching }));
  };
}

function reportFailure({ service }: CompiledFetch, error: unknown, context: OperationContext): void {
  if (!(error instanceof LecternError) || context.signal?.aborted) return;
  const { requestId, logger } = context;
  const { code, detail, cause } = error;
  logger.warn({ requestId, subgraph: service, code, detail, err: cause }, 'a subgraph failed');
}
