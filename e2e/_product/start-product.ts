import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@lectern/embedded-services';

export const repositoryRoot = resolve(import.meta.dirname, '../..');

export type RunningProduct = {
  /** Where browsers reach it. */
  readonly url: string;
  /** Ends it as Ctrl-C does. Rejects when it does not end by itself, or not with 0. */
  stop(): Promise<void>;
};

/** Installing, building the web app and loading the demo school are part of a first start. */
const startTimeoutMs = 300_000;
const stopTimeoutMs = 60_000;

/**
 * What the scenarios need otherwise than a school does: reminders in seconds instead of minutes, and sent one after
 * the other, so that there is a "while sending".
 */
const hastened = { SCHEDULER_REMINDER_SECONDS: '2', SCHEDULER_MAIL_CONNECTIONS: '1' };

/** Starts the product by what `npm start` runs, on free ports, with data in `dataDir`; its output goes to `outputFile`. */
export async function startProduct(dataDir: string, outputFile: string): Promise<RunningProduct> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(repositoryRoot, 'packages/stack/bin/lectern.mjs'), 'start'], {
    cwd: repositoryRoot,
    // A group of its own, so that Ctrl-C in the terminal ends the scenarios first.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...hastened, ...withoutJest(process.env), LECTERN_PORT: `${port}`, LECTERN_DATA: dataDir },
  });
  const output = followOutput(child, outputFile);
  const forget = endWithUs(child);
  const end = () => stop(child, output).finally(forget);
  try {
    return { url: await output.untilReady(), stop: end };
  } catch (error) {
    // Why it did not start says more than how it ended.
    await end().catch(() => undefined);
    throw error;
  }
}

/** Of all that the test runner sets for itself, what would have the product built and run for tests. */
function withoutJest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_ENV: _, ...rest } = env;
  return rest;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Jest skips the teardown when it is interrupted; the product must not outlive it. Returns how to undo this. */
function endWithUs(child: ChildProcess): () => void {
  const onExit = () => void child.kill('SIGTERM');
  const onSignal = (signal: NodeJS.Signals) => {
    forget();
    onExit();
    // Now that nobody catches it, it ends this process as it would have.
    process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off('exit', onExit);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.once('exit', onExit);
  for (const signal of signals) process.once(signal, onSignal);
  return forget;
}

function followOutput(child: ChildProcess, outputFile: string) {
  const file = createWriteStream(outputFile);
  let text = '';
  const ready = Promise.withResolvers<string>();
  ready.promise.catch(() => undefined);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      file.write(chunk);
      text += chunk.toString();
      const found = /^Lectern is ready at (\S+)$/m.exec(text)?.[1];
      if (found !== undefined) ready.resolve(found);
    });
  }
  const lastLines = () => text.split('\n').slice(-40).join('\n');
  child.once('error', ready.reject);
  child.once('close', (code) => {
    file.end();
    ready.reject(new Error(`npm start ended with ${code} before it was ready:\n${lastLines()}`));
  });
  return {
    lastLines,
    async untilReady(): Promise<string> {
      const late = delay(startTimeoutMs, undefined, { ref: false }).then(() => {
        throw new Error(`npm start was not ready after ${startTimeoutMs / 1000} s:\n${lastLines()}`);
      });
      return Promise.race([ready.promise, late]);
    },
  };
}

async function stop(child: ChildProcess, output: { lastLines(): string }): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = once(child, 'close');
    child.kill('SIGINT');
    const isLate = await Promise.race([closed.then(() => false), delay(stopTimeoutMs, true, { ref: false })]);
    if (isLate) {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      throw new Error(`npm start did not end within ${stopTimeoutMs / 1000} s of Ctrl-C:\n${output.lastLines()}`);
    }
  }
  if (child.exitCode !== 0) {
    throw new Error(`npm start ended with ${child.exitCode ?? child.signalCode}:\n${output.lastLines()}`);
  }
}
