import { LecternError } from '@lectern/errors';
import type { Logger } from '@lectern/runtime';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { readDatabaseFailure } from './database-failure.ts';

/**
 * The whole policy of what leaves a subgraph as an error: an expected failure keeps its code, sentence and facts; a
 * GraphQL error that carries a code (a bad scalar, an unknown field) keeps both; a database that is away is
 * UPSTREAM_UNAVAILABLE; everything else becomes
 * INTERNAL_SERVER_ERROR with the request id, and is logged.
 */
export function formatError(error: GraphQLError, logger: Logger, requestId: string): GraphQLFormattedError {
  const cause = error.originalError;
  const place = {
    ...(error.path && { path: error.path }),
    ...(error.locations && { locations: error.locations }),
  };
  if (cause instanceof LecternError) {
    const level = cause.category === 'INTERNAL' ? 'error' : 'debug';
    logger[level]({ requestId, code: cause.code, detail: cause.detail, cause: cause.cause }, cause.message);
    return { message: cause.message, ...place, extensions: { ...cause.facts, code: cause.code } };
  }
  if (cause === undefined || cause === null || cause instanceof GraphQLError) {
    const code = error.extensions.code ?? codeOfUncoded(error);
    return { message: error.message, ...place, extensions: { code } };
  }
  const known = readDatabaseFailure(cause);
  if (known) {
    const level = known.category === 'UNAVAILABLE' ? 'warn' : 'debug';
    logger[level]({ requestId, code: known.code, reason: cause.message, path: error.path }, 'the database refused');
    return { message: known.message, ...place, extensions: { code: known.code } };
  }
  logger.error({ requestId, err: cause, path: error.path }, 'a resolver failed');
  return {
    message: 'Something went wrong on our side.',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}

/** graphql-js gives no codes: without a path nothing was executed, so the document or its variables were wrong. */
function codeOfUncoded(error: GraphQLError): string {
  return error.path === undefined ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
}
