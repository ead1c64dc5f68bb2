import { defineErrors } from '@lectern/errors';

/** What can be wrong with a request before its operation is looked at. */
export const edgeErrors = defineErrors({
  BODY_TOO_LARGE: { category: 'TOO_LARGE', message: 'The request is larger than allowed.' },
  BODY_NOT_JSON: { category: 'BAD_INPUT', message: 'The body must be one JSON object.' },
  CONTENT_TYPE_UNSUPPORTED: {
    category: 'BAD_INPUT',
    message: 'Send operations as application/json, or as a GET request with the query in the address.',
  },
  METHOD_NOT_ALLOWED: { category: 'BAD_INPUT', message: 'Operations are sent with POST, and queries also with GET.' },
  REQUEST_MALFORMED: { category: 'BAD_INPUT', message: 'The request cannot be read.' },
  PATH_NOT_FOUND: { category: 'NOT_FOUND', message: 'There is nothing at this address.' },
});
