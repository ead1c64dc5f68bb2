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
  try {
    const url = await output.untilReady();
    return { url, stop: () => stop(child, output) };
  } catch (error) {
    child.kill('SIGTERM');
    throw error;
  }
}

/** The environment as it was before the test runner set it up for itself. */
function withoutJest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_ENV: _env, NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, ...rest } = env;
  return rest;
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
