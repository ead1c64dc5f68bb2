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
    const stop = (signal: string) => {
      // A stop that hangs must not outlive its supervisor's patience.
      setTimeout(() => {
        process.stderr.write(`still stopping ${stopTimeoutMs} ms after ${signal}; giving up\n`);
        process.kill(process.pid, 'SIGKILL');
      }, stopTimeoutMs).unref();
      Promise.resolve(service[Symbol.asyncDispose]()).catch((error: unknown) => {
        process.stderr.write(`stopping failed: ${String(error)}\n`);
        process.exitCode = 1;
      });
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    process.exitCode = error instanceof ConfigError ? 78 : 1;
    process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
