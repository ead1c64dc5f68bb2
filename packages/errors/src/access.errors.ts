import { defineErrors } from './define-errors.ts';

/** What the gateway and every subgraph say to who may not: nobody is signed in, or somebody else would have to be. */
export const accessErrors = defineErrors({
  UNAUTHENTICATED: { category: 'UNAUTHENTICATED', message: 'Sign in first.' },
  FORBIDDEN: { category: 'FORBIDDEN', message: 'You may not do this.' },
});
