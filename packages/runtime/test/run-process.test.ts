import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';

type Running = { readonly child: ChildProcess; output(): string; readonly ended: Promise<unknown> };

function start(env: Record<string, string>): Running {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'echo-service.ts')], {
    env: { ...env, PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return { child, output: () => text, ended: once(child, 'exit') };
}

async function up(running: Running): Promise<void> {
  while (!running.output().includes('is up')) await once(running.child.stdout ?? running.child, 'data');
}

describe('a process', () => {
  it.each([
    ['SIGTERM', (child: ChildProcess) => void child.kill('SIGTERM')],
    ['SIGINT', (child: ChildProcess) => void child.kill('SIGINT')],
    ['the end of its supervisor', (child: ChildProcess) => child.disconnect()],
  ])('disposes its service and ends by itself on %s', async (_name, stop) => {
    const running = start({ ECHO_NAME: 'echo' });
    await up(running);
    stop(running.child);
    expect(await running.ended).toEqual([0, null]);
    await waitFor('the last line', () => running.output().includes('echo was disposed'));
  });

  it('ends with code 78 and one line that names the variable when its configuration is wrong', async () => {
    const running = start({});
    expect(await running.ended).toEqual([78, null]);
    await waitFor('its one line', () => running.output().trim() === 'Configuration refused: ECHO_NAME is not set');
  });
});
