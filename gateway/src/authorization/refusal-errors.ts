import { accessErrors } from '@lectern/errors';
import { GraphQLError } from 'graphql';
import type { Refusal } from './read-authorization.ts';

/** Refusals as they stand in a response, in the words of the catalogue. */
export function refusalErrors(refusals: readonly Refusal[]): readonly GraphQLError[] {
  return refusals.map(({ path, code }) => {
    const originalError = accessErrors.make(code);
    return new GraphQLError(originalError.message, { path, originalError, extensions: { code } });
  });
}
