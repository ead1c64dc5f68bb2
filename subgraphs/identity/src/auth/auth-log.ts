import type { Logger } from '@lectern/runtime';

type AuthLog = {
  readonly level: 'warn';
  readonly disableColors: true;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, ...details: unknown[]) => void;
};

/**
 * better-auth's log lines through our logger. What a client did wrong (a wrong password, an unknown key, a bad origin)
 * it reports as warnings and errors; the client is told, so here they are debug. Of errors only name, message, code and
 * stack are kept: database errors carry their parameters, and among those are hashes and tokens.
 */
export function authLog(logger: Logger): AuthLog {
  return {
    level: 'warn',
    disableColors: true,
    log(level, message, ...details) {
      const failure = details.find((detail) => detail instanceof Error);
      if (level === 'error' && failure) logAuthFailure(logger, failure, message);
      else logger.debug(message);
    },
  };
}

/** What better-auth threw or reports; a client's fault is no failure. */
export function logAuthFailure(logger: Logger, error: unknown, message = 'better-auth failed'): void {
  if (error instanceof Error && !isClientFault(error)) {
    const { name, message: reason, stack } = error;
    logger.error({ failure: { name, reason, stack, code: 'code' in error ? error.code : undefined } }, message);
  } else {
    logger.debug(message);
  }
}

/** better-auth's APIError carries the HTTP status it is answered with. */
function isClientFault(error: Error): boolean {
  return 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;
}
