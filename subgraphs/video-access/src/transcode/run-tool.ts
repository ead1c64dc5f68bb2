import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';

export type ToolRun = {
  readonly path: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Ends the program when aborted. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
};

export type ToolOutcome =
  | { readonly outcome: 'DONE'; readonly stdout: string }
  /** It ended by itself with an error: most likely the file's fault. */
  | { readonly outcome: 'REFUSED'; readonly stderr: string }
  /** It was ended, or could not be started: not the file's fault. */
  | { readonly outcome: 'STOPPED'; readonly reason: string };

const outputMax = 1_000_000;
const stderrKept = 4_000;
/** Watching and sitting exams go before making videos ready. */
const niceness = 10;

/** Runs one program to its end, with its output kept within bounds. Never rejects. */
export async function runTool(run: ToolRun): Promise<ToolOutcome> {
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(run.timeoutMs)]);
  const { promise, resolve } = Promise.withResolvers<ToolOutcome>();
  const child = spawn(run.path, run.args, {
    cwd: run.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
    env: {},
  });
  if (child.pid !== undefined) lowerPriority(child.pid);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout.length < outputMax) stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrKept);
  });
  let failure: string | undefined;
  child.once('error', (error) => {
    failure = signal.aborted ? String(signal.reason) : error.message;
    // A program that never started does not close.
    if (child.pid === undefined) resolve({ outcome: 'STOPPED', reason: failure });
  });
  child.once('close', (code, endedBy) => {
    if (code === 0) resolve({ outcome: 'DONE', stdout });
    else if (code !== null) resolve({ outcome: 'REFUSED', stderr });
    else resolve({ outcome: 'STOPPED', reason: failure ?? `ended by ${endedBy ?? 'a signal'}` });
  });
  return promise;
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // It has ended already, or the system does not let us: only a courtesy is lost.
  }
}
