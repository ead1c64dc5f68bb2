import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export type TestProcess = AsyncDisposable & {
  readonly child: ChildProcess;
  /** What it has written so far, to either stream. */
  output(): string;
  /** Its exit code, or the signal that ended it, when it is gone and all it wrote has been read. */
  readonly ended: Promise<number | NodeJS.Signals>;
};

/**
 * Runs a file by this Node, with `env`, PATH, `args` and a channel for messages, whose end it may take for the end of
 * its supervisor. It is killed when disposed, so that none is left behind by a test that fails.
 */
export function testProcess(
  file: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): TestProcess {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  for (const stream of streams) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  // Not the event `close`: it does not come when the channel was disconnected.
  const ends = [once(child, 'exit'), ...streams.map((stream) => once(stream, 'close'))];
  const ended = Promise.all(ends).then(() => child.exitCode ?? child.signalCode ?? 0);
  return {
    child,
    output: () => output,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
