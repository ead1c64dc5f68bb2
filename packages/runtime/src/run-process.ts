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
  // From the first moment on: a stop that is asked for while the service starts is carried out when it has started.
  const asked = stopRequest();
  try {
    const service = await start(readConfig(process.env));
    void asked.then(() => stopService(service));
  } catch (error) {
    process.exitCode = error instanceof ConfigError ? 78 : 1;
    process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
    hangUp();
  }
}

/** Resolves at the first SIGTERM or SIGINT, or when the supervisor that started us with a channel is gone. */
function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    const ask = (reason: string) => {
      // A stop that hangs must not outlive its supervisor's patience.
      setTimeout(() => {
        process.stderr.write(`still stopping ${stopTimeoutMs} ms after ${reason}; giving up\n`);
        process.kill(process.pid, 'SIGKILL');
      }, stopTimeoutMs).unref();
      resolve();
    };
    process.once('SIGTERM', ask);
    process.once('SIGINT', ask);
    if (process.connected) process.once('disconnect', () => ask('the end of its supervisor'));
  });
}

async function stopService(service: Service): Promise<void> {
  try {
    await service[Symbol.asyncDispose]();
  } catch (error) {
    process.stderr.write(`stopping failed: ${describe(error)}\n`);
    process.exitCode = 1;
  }
  hangUp();
}

/** An open channel would keep the process alive. */
function hangUp(): void {
  process.removeAllListeners('disconnect');
  if (process.connected) process.disconnect();
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
