import { GraphQLError } from 'graphql';
import { errorsMax } from '../execute.errors.ts';
import { isTold, toError } from '../project/projection.ts';
import type { Misfit } from '../project/shape.ts';
import type { Group, Path } from './collect-deferred.ts';

/** Errors that are there, until the part of the answer that they belong to is sent. */
export type ErrorBook = {
  /** Those of a group, each told once; `found` are of the fetches that were made for it. */
  take(group: Group, found: readonly GraphQLError[]): GraphQLError[];
  /** Told or not. */
  known(found: readonly GraphQLError[]): readonly GraphQLError[];
  /** Those that belong to no part that was sent; to be told all the same. */
  takeRest(found: readonly GraphQLError[]): readonly GraphQLError[];
};

/** `early` are errors known before any deferred fetch, of fields that are sent later. */
export function createErrorBook(early: readonly GraphQLError[]): ErrorBook {
  const told = new Set<GraphQLError>();
  const texts = new Set<string>();

  function tell(errors: readonly GraphQLError[]): GraphQLError[] {
    const news = errors.filter((error) => !told.has(error));
    for (const error of news) {
      told.add(error);
      texts.add(textOf(error));
    }
    return news;
  }

  return {
    take: (group, found) => tell([...early, ...found].filter((error) => belongsTo(error, group))),
    known: (found) => [...early, ...found],
    // Fields of several fragments are fetched for each of them and fail for each.
    takeRest: (found) => tell(found.filter((error) => !told.has(error) && !texts.has(textOf(error)))),
  };
}

function textOf({ message, path }: GraphQLError): string {
  return JSON.stringify([message, path]);
}

/** Whether an error stands at the object of a group or at one of its fields. Refusals have paths without indexes. */
function belongsTo({ path }: GraphQLError, { path: at, fields }: Group): boolean {
  if (!path) return false;
  const hasIndexes = path.some((key) => typeof key === 'number');
  const place = hasIndexes ? at : withoutIndexes(at);
  if (!place.every((key, index) => path[index] === key)) return false;
  const below = path[place.length];
  return below === undefined || fields.some(({ key }) => key === below);
}

export function withoutIndexes(path: Path): readonly string[] {
  return path.filter((key) => typeof key === 'string');
}

function saidAt(reason: GraphQLError, { path }: Misfit): GraphQLError {
  const { message, originalError = null, extensions } = reason;
  return new GraphQLError(message, { path, originalError, extensions });
}

/**
 * Adds what is to be said of misfits that no error tells of. What has been told of another object, such as a refusal
 * or that a subgraph does not answer, is the reason here too.
 */
export function explain(
  misfits: readonly Misfit[],
  errors: GraphQLError[],
  known: readonly GraphQLError[],
): GraphQLError[] {
  for (const misfit of misfits) {
    if (errors.length >= errorsMax) break;
    if (isTold(misfit, errors)) continue;
    const reason = known.find((error) => isTold(misfit, [error]));
    errors.push(reason ? saidAt(reason, misfit) : toError(misfit));
  }
  return errors;
}
