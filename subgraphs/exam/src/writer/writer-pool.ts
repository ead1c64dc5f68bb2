import type { Logger } from '@lectern/runtime';
import { Pool } from 'pg';

/**
 * The plan of the statement that writes answers, fixed: attempts by their index in the order of ids (a bitmap would
 * lock them in the order of pages), arrays joined by hashing, and planned once per connection. The planner, which
 * cannot know the length of an array, would choose nested loops over hundreds of rows now and then.
 */
const planSettings = {
  enable_nestloop: 'off',
  enable_bitmapscan: 'off',
  enable_seqscan: 'off',
  jit: 'off',
  plan_cache_mode: 'force_generic_plan',
} as const;

const statementTimeoutMs = 10_000;
const connectTimeoutMs = 5_000;

/** Connections that answers have to themselves: they never wait for one behind other work. */
export function createWriterPool(url: string, connections: number, logger: Pick<Logger, 'warn'>): Pool {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'lectern-exam-answers',
    keepAlive: true,
    options: Object.entries(planSettings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  // The loss of an idle connection is an event; unheard it would end the process.
  pool.on('error', (error) => logger.warn({ err: error }, 'a connection for answers was lost'));
  return pool;
}
