import { type DocumentNode, GraphQLError, getArgumentValues, getOperationAST, getVariableValues } from 'graphql';
import type { Generation } from '../../supergraph/generation.ts';
import { topicName } from '../../supergraph/live-routes.ts';
import { liveErrors } from '../live.errors.ts';
import type { PreparedSubscription } from './prepare-subscription.ts';

export type Addressed =
  /** `variables`: checked, with defaults, in the order of the document. */
  | { readonly topic: string; readonly variables: Readonly<Record<string, unknown>> }
  /** The JSON text of a result that says what is wrong with the variables. */
  | { readonly refusal: string };

/** Names of things are short. What is longer would be kept in Redis and here before anybody has said that it may be seen. */
const topicLengthMax = 1_000;

/** The topic of a subscription with these variables. Throws SUBSCRIPTION_NOT_LIVE, SUBSCRIPTION_REFUSED. */
export function topicOf(
  { apiSchema }: Generation,
  { route, rootField, document, operationName }: PreparedSubscription,
  given: Readonly<Record<string, unknown>>,
): Addressed {
  const { coerced, errors } = getVariableValues(apiSchema, definitionsOf(document, operationName), given, {
    maxErrors: 10,
  });
  if (errors) return refused(errors);
  const field = apiSchema.getSubscriptionType()?.getFields()[route.field];
  if (!field) throw liveErrors.make('SUBSCRIPTION_NOT_LIVE');
  try {
    const topic = topicName(route, getArgumentValues(field, rootField, coerced));
    if (topic.length > topicLengthMax) throw liveErrors.make('SUBSCRIPTION_REFUSED');
    return { topic, variables: coerced };
  } catch (error) {
    // A variable with a default may be null where the argument must not be.
    if (error instanceof GraphQLError) return refused([error]);
    throw error;
  }
}

function refused(errors: readonly GraphQLError[]): Addressed {
  const formatted = errors.map((error) => ({ ...error.toJSON(), extensions: { code: 'BAD_USER_INPUT' } }));
  return { refusal: JSON.stringify({ errors: formatted }) };
}

function definitionsOf(document: DocumentNode, operationName: string | undefined) {
  return getOperationAST(document, operationName)?.variableDefinitions ?? [];
}
