import { defineErrors } from '@lectern/errors';

export const subgraphErrors = defineErrors({
  SUBGRAPH_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message: 'A part of the platform does not answer; what it knows is missing here. Try again in a moment.',
  },
  SUBGRAPH_TIMEOUT: {
    category: 'UNAVAILABLE',
    message: 'A part of the platform takes too long; what it knows is missing here. Try again in a moment.',
  },
  SUBGRAPH_OVERLOADED: {
    category: 'UNAVAILABLE',
    message: 'A part of the platform has too much to do; what it knows is missing here. Try again in a moment.',
  },
});
