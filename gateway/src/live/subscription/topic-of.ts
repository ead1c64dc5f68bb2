import { type DocumentNode, getArgumentValues, getOperationAST, getVariableValues } from 'graphql';
import type { Generation } from '../../supergraph/generation.ts';
import { topicName } from '../../supergraph/live-routes.ts';
import { liveErrors } from '../live.errors.ts';
import type { PreparedSubscription } from './prepare-subscription.ts';

export type Addressed =
  /** `variables`: checked, with defaults, in the order of the document. */
  | { readonly topic: string; readonly variables: Readonly<Record<string, unknown>> }
  /** The JSON text of a result that says what is wrong with the variables. */
  | { readonly refusal: string };

/** The topic of a subscription with these variables. Throws SUBSCRIPTION_NOT_LIVE. */
export function topicOf(
  { apiSchema }: Generation,
  { route, rootField, document, operationName }: PreparedSubscription,
  given: Readonly<Record<string, unknown>>,
): Addressed {
  const { coerced, errors } = getVariableValues(apiSchema, definitionsOf(document, operationName), given, {
    maxErrors: 10,
  });
  if (errors) {
    const formatted = errors.map((error) => ({ ...error.toJSON(), extensions: { code: 'BAD_USER_INPUT' } }));
    return { refusal: JSON.stringify({ errors: formatted }) };
  }
  const field = apiSchema.getSubscriptionType()?.getFields()[route.field];
  if (!field) throw liveErrors.make('SUBSCRIPTION_NOT_LIVE');
  return { topic: topicName(route, getArgumentValues(field, rootField, coerced)), variables: coerced };
}

function definitionsOf(document: DocumentNode, operationName: string | undefined) {
  return getOperationAST(document, operationName)?.variableDefinitions ?? [];
}
