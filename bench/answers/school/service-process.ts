import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from '../../gateway/config.ts';

/** One service as a process of its own, which can be killed and started again at the same address. */
export type ServiceProcess = AsyncDisposable & {
  readonly name: string;
  readonly url: string;
  readonly pid: () => number;
  /** Ends the process by the signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again; settles when it is ready. */
  start(): Promise<void>;
  /** What it wrote first. */
  head(): string;
};

export type ServiceSpec = {
  readonly name: string;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  readonly logFile: string;
};

const readyWithinMs = 60_000;
const stopGraceMs = 20_000;

/** None of them outlives this process, whatever ends it. */
const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

export async function startServiceProcess(spec: ServiceSpec): Promise<ServiceProcess> {
  let child = launch(spec);
  const service: ServiceProcess = {
    name: spec.name,
    url: spec.url,
    pid: () => child.pid ?? 0,
    async end(signal) {
      if (hasEnded(child)) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), stopGraceMs);
      await gone;
      clearTimeout(timer);
    },
    async start() {
      if (hasEnded(child)) child = launch(spec);
      await untilReady(spec, () => hasEnded(child));
    },
    head: () => readFileSync(spec.logFile, 'utf8').slice(0, 3_000),
    [Symbol.asyncDispose]: () => service.end('SIGTERM'),
  };
  try {
    await service.start();
  } catch (error) {
    await service.end('SIGKILL');
    throw error;
  }
  return service;
}

function launch({ args, cwd, env, logFile }: ServiceSpec): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, args, { cwd, env: childEnvironment(env), stdio: ['ignore', log, log] });
  closeSync(log);
  living.add(child);
  child.once('exit', () => living.delete(child));
  return child;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function untilReady({ name, url, logFile }: ServiceSpec, isGone: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + readyWithinMs;
  while (performance.now() < giveUpAt) {
    if (isGone()) throw new Error(`${name} ended before it was ready:\n${readFileSync(logFile, 'utf8').slice(-3_000)}`);
    if (await isReady(url)) return;
    await delay(25);
  }
  throw new Error(`${name} was not ready after ${readyWithinMs} ms:\n${readFileSync(logFile, 'utf8').slice(-3_000)}`);
}

/** Whether a service says that it can do its work. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // nobody listens yet
  }
}
