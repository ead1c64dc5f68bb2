import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  getOperationAST,
  OperationTypeNode,
  parse,
  stripIgnoredCharacters,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationRequirements } from '../../authorization/read-authorization.ts';
import type { OperationLimits } from '../../config.ts';
import { fragmentsOf } from '../../execute/project/projection.ts';
import { checkLimits } from '../../operation/check-limits.ts';
import { operationErrors } from '../../operation/operation.errors.ts';
import { sha256 } from '../../operation/trusted-documents.ts';
import type { Generation } from '../../supergraph/generation.ts';
import type { LiveRoute } from '../../supergraph/live-routes.ts';
import { liveErrors } from '../live.errors.ts';
import { isSameForEveryone } from '../same-for-everyone.ts';
import { createAuthorizations } from './live-verdict.ts';
import { rootFieldsOf, snapshotDocument } from './snapshot-document.ts';

/** What can be known of a subscription's document before its variables. */
export type PreparedSubscription = {
  /** In which it was prepared. Not the generation itself: what is remembered must not keep a retired one. */
  readonly generationId: string;
  readonly route: LiveRoute;
  /** As the client sent it. */
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly rootField: FieldNode;
  /** The name of the field in answers. */
  readonly key: string;
  /** The query whose answer is the first event, and whose plan is run for the others; without a name and without layout. */
  readonly snapshotQuery: string;
  readonly snapshotId: string;
  /** Whether all who may see the events at all see the same. */
  readonly isShared: boolean;
  readonly requirements: OperationRequirements | undefined;
};

export type SubscriptionPreparer = (
  generation: Generation,
  query: string,
  operationName: string | undefined,
) => Promise<PreparedSubscription | readonly GraphQLError[]>;

const preparedMax = 1_000;
const charactersMax = 1_000_000;

/** Parses, validates and rewrites; remembers what was valid. Throws SUBSCRIPTION_NOT_LIVE, or the limit that is broken. */
export function createSubscriptionPreparer(limits: OperationLimits): SubscriptionPreparer {
  const known = new LRUCache<string, PreparedSubscription>({
    max: preparedMax,
    maxSize: charactersMax,
    sizeCalculation: (_, key) => key.length,
  });
  const authorizationOf = createAuthorizations();
  return async (generation, query, operationName) => {
    const key = `${generation.id} ${operationName ?? ''} ${query}`;
    const found = known.get(key);
    if (found) return found;
    const prepared = await prepare(limits, generation, query, operationName);
    if (!('route' in prepared)) return prepared;
    const requirements = authorizationOf(generation)?.requirementsOf(prepared.document, operationName);
    const complete = { ...prepared, requirements };
    known.set(key, complete);
    return complete;
  };
}

async function prepare(
  limits: OperationLimits,
  generation: Generation,
  query: string,
  operationName: string | undefined,
) {
  const document = parse(query);
  const errors = mistakesIn(generation, document);
  if (errors.length > 0) return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  const operation = getOperationAST(document, operationName);
  if (!operation) throw operationErrors.make('OPERATION_RESOLUTION_FAILURE');
  const fragments = fragmentsOf(document);
  const fields = rootFieldsOf(operation, fragments);
  const [rootField] = fields;
  const route = rootField && generation.liveRoutes.get(rootField.name.value);
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION || !route) {
    throw liveErrors.make('SUBSCRIPTION_NOT_LIVE');
  }
  // Whatever the variables are; with them, each run is looked at.
  checkLimits(limits, generation.apiSchema, document, operation, {});
  const snapshotQuery = stripIgnoredCharacters(snapshotDocument(operation, fields, fragments, route));
  const plan = await generation.planner.plan({ text: snapshotQuery });
  return {
    generationId: generation.id,
    route,
    query,
    document,
    operationName: operation.name?.value,
    rootField,
    key: (rootField.alias ?? rootField.name).value,
    snapshotQuery,
    snapshotId: sha256(snapshotQuery),
    isShared: route.scope === 'SHARED' && isSameForEveryone(generation, plan, route),
  };
}

function mistakesIn({ apiSchema }: Generation, document: DocumentNode): readonly GraphQLError[] {
  try {
    return validate(apiSchema, document, undefined, { maxErrors: 20 });
  } catch (error) {
    // The rule of the one root field throws where a variable decides whether that is there.
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, { ...error, nodes: error.nodes ?? null, extensions: { code } });
}
