import { defineErrors } from '@lectern/errors';

/** What `/api/auth` answers beside better-auth's own codes; as JSON `{ code, message, ...facts }`. */
export const authErrors = defineErrors({
  SIGN_IN_ATTEMPTS_EXCEEDED: {
    category: 'TOO_MANY',
    message: 'Too many attempts have failed. Wait, then try again.',
  },
  AUTH_REQUESTS_EXCEEDED: {
    category: 'TOO_MANY',
    message: 'Too many requests of this kind came from your address. Wait, then try again.',
  },
  ACCOUNT_SUSPENDED: {
    category: 'FORBIDDEN',
    message: 'This account is suspended. Ask an administrator.',
  },
  AUTH_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message: 'Your session or key cannot be checked right now. Try again in a moment.',
  },
  DEMO_ACCOUNT_REFUSED: {
    category: 'FORBIDDEN',
    message: 'The accounts of the demo school cannot be used here.',
  },
  EMAIL_DOMAIN_NOT_ALLOWED: {
    category: 'FORBIDDEN',
    message: 'Accounts with this e-mail address may not sign in through this provider.',
  },
});
