import { defineErrors } from '@lectern/errors';

/** What can be wrong with an operation: the standard codes of Apollo Server, and ours. */
export const operationErrors = defineErrors({
  GRAPHQL_PARSE_FAILED: { category: 'BAD_INPUT', message: 'The document is not valid GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { category: 'BAD_INPUT', message: 'The document does not fit the schema.' },
  BAD_USER_INPUT: { category: 'BAD_INPUT', message: 'A variable or argument has a value of the wrong type.' },
  BAD_REQUEST: { category: 'BAD_INPUT', message: 'The request is not a GraphQL request.' },
  OPERATION_RESOLUTION_FAILURE: {
    category: 'BAD_INPUT',
    message: 'The document has no operation of that name, or several and no name was given.',
  },
  PERSISTED_QUERY_NOT_FOUND: { category: 'NOT_FOUND', message: 'PersistedQueryNotFound' },
  PERSISTED_QUERY_NOT_SUPPORTED: { category: 'BAD_INPUT', message: 'PersistedQueryNotSupported' },
  INTERNAL_SERVER_ERROR: { category: 'INTERNAL', message: 'Something went wrong on our side.' },
  DOCUMENT_NOT_TRUSTED: {
    category: 'FORBIDDEN',
    message: 'Only documents that this platform’s clients were built with run here.',
  },
  DOCUMENT_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is no trusted document of that id.' },
  OPERATION_TOO_LONG: { category: 'BAD_INPUT', message: 'The document has more tokens than allowed.' },
  OPERATION_TOO_DEEP: { category: 'BAD_INPUT', message: 'The operation is nested deeper than allowed.' },
  OPERATION_TOO_MANY_ALIASES: { category: 'BAD_INPUT', message: 'The operation has more aliases than allowed.' },
  OPERATION_TOO_MANY_ROOT_FIELDS: {
    category: 'BAD_INPUT',
    message: 'The operation has more fields at its root than allowed.',
  },
  OPERATION_TOO_COSTLY: {
    category: 'BAD_INPUT',
    message: 'The operation may return more than allowed. Ask for smaller pages or fewer lists inside lists.',
  },
  RATE_LIMITED: { category: 'TOO_MANY', message: 'Too many operations. Wait a moment and try again.' },
});
