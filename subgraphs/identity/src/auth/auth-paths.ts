/** What stands before a path of better-auth; guard-attempt.ts says what each means. */
export type Guard = 'SIGN_IN' | 'SIGN_UP' | 'PROVIDER_SIGN_IN' | 'PASSWORD_CHANGE' | 'PASSWORD_RESET';

export type AuthRoute = {
  readonly method: 'GET' | 'POST';
  /** Below `/api/auth`, in Fastify's notation. */
  readonly path: string;
  readonly guard?: Guard;
};

/**
 * Everything of better-auth that can be reached. It and its plugins have some sixty routes; a list of what is open
 * stays true when an update adds one. Names, roles and API keys are changed through the graph.
 */
export const authRoutes: readonly AuthRoute[] = [
  { method: 'POST', path: '/sign-in/email', guard: 'SIGN_IN' },
  { method: 'POST', path: '/sign-in/social', guard: 'PROVIDER_SIGN_IN' },
  { method: 'POST', path: '/sign-up/email', guard: 'SIGN_UP' },
  { method: 'POST', path: '/sign-out' },
  { method: 'GET', path: '/token' },
  { method: 'GET', path: '/jwks' },
  { method: 'GET', path: '/get-session' },
  { method: 'GET', path: '/list-sessions' },
  { method: 'POST', path: '/revoke-session' },
  { method: 'POST', path: '/revoke-sessions' },
  { method: 'POST', path: '/revoke-other-sessions' },
  { method: 'GET', path: '/callback/:provider' },
  { method: 'POST', path: '/callback/:provider' },
  { method: 'POST', path: '/change-password', guard: 'PASSWORD_CHANGE' },
  { method: 'POST', path: '/request-password-reset', guard: 'PASSWORD_RESET' },
  { method: 'POST', path: '/reset-password' },
  { method: 'GET', path: '/error' },
];
