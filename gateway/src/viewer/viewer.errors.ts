import { defineErrors } from '@lectern/errors';

/** Why it cannot be said who is asking. A credential that is wrong is an error, never an anonymous request. */
export const viewerErrors = defineErrors({
  TOKEN_EXPIRED: { category: 'UNAUTHENTICATED', message: 'The access token has expired. Fetch a new one.' },
  TOKEN_INVALID: { category: 'UNAUTHENTICATED', message: 'The access token is not one of ours.' },
  API_KEY_INVALID: { category: 'UNAUTHENTICATED', message: 'The API key is unknown, expired or revoked.' },
  AUTHENTICATION_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message: 'It cannot be checked at the moment who you are. Try again in a moment.',
  },
});
