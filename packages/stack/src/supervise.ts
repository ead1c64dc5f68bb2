import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Screen } from './screen.ts';

export type Supervised = {
  readonly name: string;
  /** Asks it to end, waits, and does not start it again. */
  stop(): Promise<void>;
  /** Ends it and starts it anew, as for a change of its source. */
  restart(): Promise<void>;
};

export type ProcessSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
};

const linesKept = 30;
const restartDelayMaxMs = 10_000;
const stopGraceMs = 20_000;
/** A process that ran this long before it died begins with the shortest delay again. */
const healthyAfterMs = 30_000;
/** EX_CONFIG: starting it again would end the same way. */
const configurationRefused = 78;

/**
 * Keeps a process running: reports its death with its last lines and starts it again, a little later each time. The
 * process has a group of its own, so that Ctrl-C reaches only us and things stop in order, and an IPC channel, whose
 * end tells it that we are gone. A process that refuses its configuration is not started again.
 */
export function supervise(spec: ProcessSpec, screen: Screen, onRefused: (name: string) => void): Supervised {
  const log = createWriteStream(spec.logFile, { flags: 'a' });
  let isStopping = false;
  let child = launch(spec, log, screen);
  let deaths = 0;
  let startedAt = performance.now();
  const running = keepRunning();

  async function keepRunning(): Promise<void> {
    while (true) {
      const { code, signal, lastLines } = await child.ended;
      if (isStopping) return;
      if (child.isRestart) {
        child = launch(spec, log, screen);
        continue;
      }
      if (performance.now() - startedAt > healthyAfterMs) deaths = 0;
      screen.died(spec.name, signal ?? `exit code ${code}`, lastLines);
      if (code === configurationRefused) {
        onRefused(spec.name);
        return;
      }
      await delay(Math.min(500 * 2 ** deaths++, restartDelayMaxMs));
      if (isStopping) return;
      screen.line(`${spec.name} is started again`);
      startedAt = performance.now();
      child = launch(spec, log, screen);
    }
  }

  return {
    name: spec.name,
    async stop() {
      isStopping = true;
      await end(child.process);
      await Promise.race([running, delay(restartDelayMaxMs, undefined, { ref: false })]);
      log.end();
    },
    async restart() {
      child.isRestart = true;
      await end(child.process);
    },
  };
}

type Launched = {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly lastLines: string }>;
  isRestart: boolean;
};

function launch(spec: ProcessSpec, log: WriteStream, screen: Screen): Launched {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        if (lines.length > linesKept) lines.shift();
        screen.log(spec.name, line);
      }
    });
  }
  const ended = new Promise<Awaited<Launched['ended']>>((resolve) => {
    const report = (code: number | null, signal: string | null) =>
      resolve({ code, signal, lastLines: lines.join('\n') });
    child.once('error', (error) => {
      lines.push(error.message);
      report(1, null);
    });
    child.once('close', report);
  });
  return { process: child, ended, isRestart: false };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopGraceMs);
  await gone;
  clearTimeout(timer);
}
