import type { FastifyInstance } from 'fastify';

/** How long a stop waits for files that are being sent. */
const graceMs = 3_000;

/** A player that takes its segment slowly, or not at all, must not hold up the stop: it asks the next process. */
export function boundStop(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), graceMs).unref();
  });
}
