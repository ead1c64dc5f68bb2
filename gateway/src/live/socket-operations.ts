import { LecternError } from '@lectern/errors';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import type { OperationContext } from '../deps.ts';
import { refuseLongDocument } from '../operation/count-tokens.ts';
import type { GraphServer } from '../operation/graph-server.ts';
import { extensionsOf, toGraphQLError } from '../operation/mask-error.ts';
import { operationErrors } from '../operation/operation.errors.ts';
import { type OperationRequest, readOperationRequest } from '../operation/operation-request.ts';
import type { RateLimiter } from '../operation/rate-limits.ts';
import { type DocumentPolicy, resolveDocument } from '../operation/resolve-document.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { PreparedSubscription, SubscriptionPreparer } from './prepare-subscription.ts';
import { type SubscribeDeps, subscribe } from './subscribe.ts';

export type SocketOperationDeps = SubscribeDeps & {
  readonly graph: GraphServer;
  readonly rateLimiter: RateLimiter;
  readonly documents: DocumentPolicy;
  readonly tokensMax: number;
  readonly generation: () => Generation;
  readonly prepare: SubscriptionPreparer;
};

type Planned = {
  readonly request: OperationRequest;
  readonly context: () => OperationContext;
  readonly generation: Generation;
  readonly prepared?: PreparedSubscription;
};

/** Operations that arrive over a socket, in the shape that graphql-ws asks for. */
export type SocketOperations = {
  read(payload: object, context: () => OperationContext): Promise<ExecutionArgs | readonly GraphQLError[]>;
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult>;
  /** What is sent for a result of the two above. */
  resultOf(carrier: object): FormattedExecutionResult | undefined;
};

export function createSocketOperations(deps: SocketOperationDeps): SocketOperations {
  const planned = new WeakMap<ExecutionArgs, Planned>();
  // Results are formatted and masked already; graphql-ws passes on what it takes for unformatted ones.
  const carried = new WeakMap<object, FormattedExecutionResult>();

  function carry(result: FormattedExecutionResult): ExecutionResult {
    const carrier: ExecutionResult = {};
    carried.set(carrier, result);
    return carrier;
  }
  function planOf(args: ExecutionArgs): Planned {
    const plan = planned.get(args);
    if (!plan) throw new Error('an operation was run that had not been read');
    return plan;
  }

  return {
    async read(payload, context) {
      try {
        const request = resolveDocument(readOperationRequest({ ...payload }), deps.documents);
        if (request.query === undefined) throw operationErrors.make('PERSISTED_QUERY_NOT_FOUND');
        refuseLongDocument(request.query, deps.tokensMax);
        const document = parseOrRefuse(request.query, deps);
        if (document instanceof GraphQLError) return [document];
        const generation = deps.generation();
        const args: ExecutionArgs = {
          schema: generation.apiSchema,
          document,
          operationName: request.operationName ?? null,
        };
        const operation = getOperationAST(document, request.operationName);
        if (!operation) throw operationErrors.make('OPERATION_RESOLUTION_FAILURE');
        if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
          planned.set(args, { request, context, generation });
          return args;
        }
        const prepared = await deps.prepare(generation, request.query, request.operationName);
        if (!('route' in prepared)) return prepared;
        await deps.rateLimiter.count(context().viewer, context().address, 1);
        planned.set(args, { request, context, generation, prepared });
        return args;
      } catch (error) {
        if (error instanceof LecternError) return [toGraphQLError(error)];
        throw error;
      }
    },
    async execute(args) {
      const { request, context } = planOf(args);
      return carry(await deps.graph.run(request, context()));
    },
    async subscribe(args) {
      const { request, context, generation, prepared } = planOf(args);
      if (!prepared) throw new Error('a query was taken for a subscription');
      try {
        const started = await subscribe(deps, generation, prepared, request.variables ?? {}, context);
        return Symbol.asyncIterator in started ? carryAll(started, carry) : carry(started);
      } catch (error) {
        if (!(error instanceof LecternError)) throw error;
        const { message } = error;
        return carry({ errors: [{ message, path: [prepared.key], extensions: extensionsOf(error) }] });
      }
    },
    resultOf: (carrier) => carried.get(carrier),
  };
}

function parseOrRefuse(query: string, deps: SocketOperationDeps): DocumentNode | GraphQLError {
  try {
    return deps.readDocument(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { source, positions } = error;
    return new GraphQLError(error.message, {
      source: source ?? null,
      positions: positions ?? null,
      extensions: { code: 'GRAPHQL_PARSE_FAILED' },
    });
  }
}

function carryAll(
  results: AsyncGenerator<FormattedExecutionResult, void, void>,
  carry: (result: FormattedExecutionResult) => ExecutionResult,
): AsyncGenerator<ExecutionResult, void, void> {
  const carryStep = (step: IteratorResult<FormattedExecutionResult, void>): IteratorResult<ExecutionResult, void> =>
    step.done ? step : { value: carry(step.value), done: false };
  return {
    next: async () => carryStep(await results.next()),
    return: async () => carryStep(await results.return()),
    throw: async (error) => carryStep(await results.throw(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await results.return();
    },
  };
}
