import { type CoerceVariables, compileVariables as compile } from '@lectern/input-coercion';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';

export type { CoerceVariables, Variables } from '@lectern/input-coercion';

/** A client is told of so many errors; all of them would be a long answer to a short request. */
const maxErrors = 10;

export function compileVariables(schema: GraphQLSchema, operation: OperationDefinitionNode): CoerceVariables {
  return compile(schema, operation, { maxErrors });
}
