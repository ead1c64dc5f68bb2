import { createLogger, createMetrics } from '@lectern/runtime';
import { startStreamConsumer } from '../src/index.ts';
import { stream } from './_outbox.ts';

/** A replica that says which event it has been given and never finishes with it. */
const [, , redisUrl = '', prefix = '', lease = 'short'] = process.argv;
await startStreamConsumer({
  redisUrl,
  prefix,
  stream,
  group: 'readers',
  consumer: 'hanging',
  ...(lease === 'short' && { leaseMs: 600 }),
  logger: createLogger('hanging', { level: 'silent', format: 'json' }),
  metrics: createMetrics('hanging'),
  handle: async (event) => {
    process.stdout.write(`${event.id}\n`);
    await new Promise(() => undefined);
  },
});
