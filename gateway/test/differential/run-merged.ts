import { type DocumentNode, execute } from 'graphql';
import type { Result } from './compare.ts';
import { createJournals } from './journals.ts';
import type { TestSupergraph } from './test-supergraph.ts';

/** The answer of graphql-js on the merged schema. */
export function runMerged(
  { api, merged, definition }: TestSupergraph,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  operationName: string | undefined,
): Result {
  const result = execute({
    schema: api,
    document,
    variableValues: variables,
    operationName,
    contextValue: createJournals(`merged ${definition.name}`),
    fieldResolver: merged.field,
    typeResolver: merged.type,
  });
  if (result instanceof Promise) throw new Error('the merged schema answers at once');
  return result;
}
