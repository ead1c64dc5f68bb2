import { defineErrors } from '@lectern/errors';

export const liveErrors = defineErrors({
  SUBSCRIPTION_NOT_LIVE: { category: 'BAD_INPUT', message: 'This field cannot be subscribed to.' },
  SUBSCRIPTION_REFUSED: {
    category: 'NOT_FOUND',
    message: 'There is nothing here to follow, or you may not see it.',
  },
  LIVE_UNAVAILABLE: {
    category: 'UNAVAILABLE',
    message: 'Live updates are not available at the moment. Ask for the present state, and try again in a moment.',
  },
  SUBSCRIPTIONS_TOO_MANY: { category: 'TOO_MANY', message: 'This connection has as many subscriptions as allowed.' },
  SUBSCRIPTION_NEEDS_SOCKET: {
    category: 'BAD_INPUT',
    message: 'Subscriptions run over WebSocket (graphql-transport-ws) at the same address.',
  },
});
