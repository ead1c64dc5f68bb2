import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

export type ServerProcess = {
  readonly child: ChildProcess;
  /** The last lines it wrote. */
  lastLines(): string;
  /** Resolves when the process is gone. */
  readonly exited: Promise<void>;
  /** Sends the signal, and SIGKILL when it is still there after `graceMs`. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<void>;
};

const linesKept = 40;

/**
 * Starts a server and waits until a line it writes matches `ready`. It gets a process group of its own, so that
 * Ctrl-C in a terminal reaches only whoever started it, which then stops things in order.
 */
export async function spawnServer(
  name: string,
  command: string,
  args: readonly string[],
  ready: RegExp,
  options: SpawnOptions & { readonly startTimeoutMs: number },
): Promise<ServerProcess> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const lines: string[] = [];
  let onLine: (line: string) => void = () => undefined;
  const read = (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n')) {
      if (line === '') continue;
      lines.push(line);
      if (lines.length > linesKept) lines.shift();
      onLine(line);
    }
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  const exited = once(child, 'exit').then(
    () => undefined,
    () => undefined,
  );
  const server: ServerProcess = {
    child,
    exited,
    lastLines: () => lines.join('\n'),
    async stop(signal, graceMs) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${name} was not ready after ${options.startTimeoutMs} ms:\n${server.lastLines()}`));
    }, options.startTimeoutMs);
    onLine = (line) => {
      if (!ready.test(line)) return;
      clearTimeout(timer);
      resolve();
    };
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`${name} could not be started: ${error.message}`));
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended while starting (${signal ?? code}):\n${server.lastLines()}`));
    });
  });
  onLine = () => undefined;
  return server;
}
