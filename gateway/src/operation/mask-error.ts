import { httpStatusOf, LecternError } from '@lectern/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { edgeErrors } from '../http/edge.errors.ts';
import { liveErrors } from '../live/live.errors.ts';
import { subgraphErrors } from '../subgraph/subgraph.errors.ts';
import { viewerErrors } from '../viewer/viewer.errors.ts';
import { operationErrors } from './operation.errors.ts';

/** Codes whose sentences come from the catalogue or from graphql-js and may be read by anyone. */
const publicCodes: ReadonlySet<string> = new Set(
  [operationErrors, edgeErrors, viewerErrors, subgraphErrors, liveErrors].flatMap(({ definitions }) =>
    Object.keys(definitions),
  ),
);

/** Apollo's names for what we call otherwise. */
const renamed: Readonly<Record<string, string>> = { INVALID_GRAPHQL: 'OPERATION_RESOLUTION_FAILURE' };
const internalCodes: ReadonlySet<string> = new Set(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);
/** What a subgraph says of a document is about one of ours, and tells of its own schema. */
const aboutDocuments: ReadonlySet<string> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);

/**
 * The whole policy of what leaves the gateway as an error: an error of a catalogue keeps code, sentence and facts; a
 * subgraph's error keeps those that the subgraph gave it, without the subgraph's name; all else says nothing but
 * INTERNAL_SERVER_ERROR. `hidesSchema` removes what graphql-js would suggest of other names.
 */
export function maskError(
  formatted: GraphQLFormattedError,
  error: unknown,
  hidesSchema: boolean,
): GraphQLFormattedError {
  const place = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  const ours = findLecternError(error);
  if (ours && ours.category !== 'INTERNAL') return { message: ours.message, ...place, extensions: extensionsOf(ours) };
  const given = formatted.extensions ?? {};
  const code = typeof given.code === 'string' ? (renamed[given.code] ?? given.code) : 'INTERNAL_SERVER_ERROR';
  const isFromSubgraph = 'serviceName' in given;
  const isInternal = internalCodes.has(code) || (isFromSubgraph ? aboutDocuments.has(code) : !publicCodes.has(code));
  if (isInternal) return { ...internal, ...place };
  const { serviceName: _, stacktrace: _stack, http: _http, exception: _exception, ...facts } = given;
  const said = inOurWords(formatted.message);
  const message = hidesSchema ? withoutSuggestion(said) : said;
  return { message, ...place, extensions: isFromSubgraph ? { ...facts, code } : { code } };
}

const internal: GraphQLFormattedError = {
  message: operationErrors.definitions.INTERNAL_SERVER_ERROR.message,
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
};

/** An error of ours as Apollo Server takes it: with its HTTP status, and when to come back. */
export function toGraphQLError(error: LecternError): GraphQLError {
  const headers = new Map<string, string>();
  const waitMs = error.facts?.retryAfterMs;
  if (typeof waitMs === 'number') headers.set('retry-after', String(Math.ceil(waitMs / 1_000)));
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { ...extensionsOf(error), http: { status: httpStatusOf(error.category), headers } },
  });
}

export function extensionsOf(error: LecternError): Record<string, unknown> {
  return { ...error.facts, code: error.code };
}

function findLecternError(error: unknown): LecternError | undefined {
  for (let at: unknown = error; at instanceof Error; at = at instanceof GraphQLError ? at.originalError : undefined) {
    if (at instanceof LecternError) return at;
  }
  return undefined;
}

function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean (.+)\?$/s, '');
}

/** Apollo Server's sentence tells its operator what to do, and clients nothing. */
function inOurWords(message: string): string {
  return message.startsWith('GraphQL introspection is not allowed') ? 'The schema cannot be asked for here.' : message;
}
