import type { LecternError } from '@lectern/errors';
import { inputErrors } from './input.errors.ts';
import { upstreamErrors } from './upstream.errors.ts';

/** SQLSTATEs of a PostgreSQL that is away, starting or full; class 08 is about the connection itself. */
const away = /^(08...|57P0[123]|53300)$/;
/** SQLSTATEs of text that PostgreSQL cannot hold: one with a NUL character, which also breaks the message it is sent in. */
const untellable = /^(22021|22P05|08P01)$/;
const awayOfNode: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** What the driver and its pool say without a code. */
const awayOfDriver = /^(Connection terminated|timeout exceeded when trying to connect)/;

const causesMax = 5;

/** The expected failure behind one of the database, when it is not our mistake: it is away, or the text cannot be stored. */
export function readDatabaseFailure(error: unknown): LecternError | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < causesMax && current instanceof Error; depth += 1) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    const isPostgres = 'severity' in current;
    if (isPostgres && untellable.test(code)) return inputErrors.make('BAD_INPUT', { cause: error });
    if ((isPostgres && away.test(code)) || awayOfNode.has(code) || awayOfDriver.test(current.message)) {
      return upstreamErrors.make('UPSTREAM_UNAVAILABLE', { cause: error });
    }
    current = current.cause;
  }
  return undefined;
}
