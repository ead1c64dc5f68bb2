import { ConfigError, type Env } from './env.ts';

/** A running service: its address, and how to stop it. */
export type Service = AsyncDisposable & { readonly url: string };

const stopTimeoutMs = 15_000;

/**
 * The whole of a `main.ts`: reads the configuration, starts the service, stops it on SIGTERM or SIGINT. A refused
 * configuration ends the process with exit code 78 (EX_CONFIG of sysexits.h) and one line that names the variables.
 */
export async function runProcess<Config>(
  readConfig: (env: Env) => Config,
  start: (config: Config) => Promise<Service>,
): Promise<void> {
  try {
    const service = await start(readConfig(process.env));
    const stop = once((reason: string) => void stopService(service, reason));
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    // A supervisor that started us with a channel and is gone will not stop us any more.
    if (process.connected) process.once('disconnect', () => stop('the end of its supervisor'));
  } catch (error) {
    process.exitCode = error instanceof ConfigError ? 78 : 1;
    process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
  }
}

async function stopService(service: Service, reason: string): Promise<void> {
  // A stop that hangs must not outlive its supervisor's patience.
  setTimeout(() => {
    process.stderr.write(`still stopping ${stopTimeoutMs} ms after ${reason}; giving up\n`);
    process.kill(process.pid, 'SIGKILL');
  }, stopTimeoutMs).unref();
  try {
    await service[Symbol.asyncDispose]();
  } catch (error) {
    process.stderr.write(`stopping failed: ${describe(error)}\n`);
    process.exitCode = 1;
  }
  if (process.connected) process.disconnect();
}

function once<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void {
  let isDone = false;
  return (...args) => {
    if (isDone) return;
    isDone = true;
    work(...args);
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
