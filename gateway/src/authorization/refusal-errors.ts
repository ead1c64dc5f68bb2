import { accessErrors } from '@lectern/errors';
import type { GraphQLFormattedError } from 'graphql';
import type { Refusal } from './read-authorization.ts';

/** Refusals as they stand in a response, in the words of the catalogue. */
export function refusalErrors(refusals: readonly Refusal[]): readonly GraphQLFormattedError[] {
  return refusals.map(({ path, code }) => ({
    message: accessErrors.definitions[code].message,
    path,
    extensions: { code },
  }));
}
