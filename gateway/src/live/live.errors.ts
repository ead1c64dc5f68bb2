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
    message:
      'Subscriptions run at the same address over WebSocket (graphql-transport-ws), as Server-Sent Events (accept: text/event-stream), or as multipart HTTP (accept: multipart/mixed;subscriptionSpec=1.0).',
  },
  CONNECTIONS_TOO_MANY: {
    category: 'TOO_MANY',
    message: 'You hold as many connections for live updates as allowed. Close what is not needed, and come back later.',
  },
  ORIGIN_REFUSED: { category: 'FORBIDDEN', message: 'Pages of this origin may not ask for live updates.' },
});
