import { LecternError } from '@lectern/errors';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import type { OperationContext } from '../../deps.ts';
import { refuseLongDocument } from '../../operation/count-tokens.ts';
import { maskError, toGraphQLError } from '../../operation/mask-error.ts';
import { operationErrors } from '../../operation/operation.errors.ts';
import { type OperationRequest, readOperationRequest } from '../../operation/operation-request.ts';
import type { RateLimiter } from '../../operation/rate-limits.ts';
import { type DocumentPolicy, resolveDocument } from '../../operation/resolve-document.ts';
import type { Generation } from '../../supergraph/generation.ts';
import type { SubscriptionPreparer } from './prepare-subscription.ts';
import { readResume } from './resume.ts';
import type { Subscribing } from './start-subscription.ts';

export type ReadOperationDeps = {
  readonly rateLimiter: RateLimiter;
  readonly documents: DocumentPolicy;
  readonly tokensMax: number;
  readonly generation: () => Generation;
  readonly prepare: SubscriptionPreparer;
  /** Parses, and remembers. */
  readonly readDocument: (text: string) => DocumentNode;
  readonly hidesSchema: boolean;
};

export type ReadOperation =
  | { readonly kind: 'SUBSCRIPTION'; readonly asked: Subscribing }
  /** A query or a mutation. */
  | { readonly kind: 'OTHER'; readonly request: OperationRequest }
  | { readonly kind: 'ERRORS'; readonly errors: readonly GraphQLFormattedError[] };

/** What a client asks for, whatever carries it. Subscriptions are validated and counted here. */
export type OperationReader = (
  payload: Readonly<Record<string, unknown>>,
  context: OperationContext,
) => Promise<ReadOperation>;

export function createOperationReader(deps: ReadOperationDeps): OperationReader {
  async function read(payload: Readonly<Record<string, unknown>>, context: OperationContext): Promise<ReadOperation> {
    const request = resolveDocument(readOperationRequest(payload), deps.documents);
    if (request.query === undefined) throw operationErrors.make('PERSISTED_QUERY_NOT_FOUND');
    refuseLongDocument(request.query, deps.tokensMax);
    const operation = getOperationAST(parseOrThrow(request.query, deps), request.operationName);
    if (!operation) throw operationErrors.make('OPERATION_RESOLUTION_FAILURE');
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return { kind: 'OTHER', request };
    // Before it is planned, which takes the most.
    deps.rateLimiter.count(context.viewer, context.address, 1);
    const generation = deps.generation();
    const prepared = await deps.prepare(generation, request.query, request.operationName);
    if (!('route' in prepared)) return { kind: 'ERRORS', errors: prepared.map((error) => format(error, deps)) };
    const resume = readResume(request.extensions);
    return { kind: 'SUBSCRIPTION', asked: { generation, prepared, variables: request.variables ?? {}, resume } };
  }

  return async (payload, context) => {
    try {
      return await read(payload, context);
    } catch (error) {
      if (error instanceof LecternError) return { kind: 'ERRORS', errors: [format(toGraphQLError(error), deps)] };
      if (error instanceof GraphQLError) return { kind: 'ERRORS', errors: [format(error, deps)] };
      throw error;
    }
  };
}

function format(error: GraphQLError, { hidesSchema }: ReadOperationDeps): GraphQLFormattedError {
  return maskError(error.toJSON(), error, hidesSchema);
}

function parseOrThrow(query: string, deps: ReadOperationDeps): DocumentNode {
  try {
    return deps.readDocument(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { source, positions } = error;
    throw new GraphQLError(error.message, {
      source: source ?? null,
      positions: positions ?? null,
      extensions: { code: 'GRAPHQL_PARSE_FAILED' },
    });
  }
}
