import { defineErrors } from '@lectern/errors';

/** What a service says when something it cannot do without, another service or its database, is away. */
export const upstreamErrors = defineErrors({
  UPSTREAM_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message: 'A part of the platform that is needed for this does not answer. Try again in a moment.',
  },
});
