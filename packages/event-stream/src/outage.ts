import { LecternError } from '@lectern/errors';
import { sqlStateOf } from '@lectern/postgres';

/** SQLSTATE classes: connection exception, insufficient resources, operator intervention (shutdown, restart). */
const outageClasses = new Set(['08', '53', '57']);

const outageCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** How the clients of PostgreSQL and Redis begin what they say of a connection that is not there; they give no codes. */
const outageWords = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Connection is closed',
  'Command timed out',
  'Reached the max retries per request limit',
  "Stream isn't writeable",
];

const causesMax = 5;

/**
 * True when something the handler needs is away, so that any event would have failed. Such failures are not held
 * against the event: it is tried again until the thing is back.
 */
export function isOutage(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined) return outageClasses.has(state.slice(0, 2));
  let current = error;
  for (let depth = 0; depth < causesMax && current instanceof Error; depth += 1) {
    if (current instanceof LecternError && current.category === 'UNAVAILABLE') return true;
    if ('code' in current && typeof current.code === 'string' && outageCodes.has(current.code)) return true;
    const { message } = current;
    if (outageWords.some((words) => message.startsWith(words))) return true;
    current = current.cause;
  }
  return false;
}
