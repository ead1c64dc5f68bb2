import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { createRunFolder } from '../src/run-folder.ts';
import { waitFor } from '../src/wait-for.ts';

async function isReachable(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

it('holds what tests write to the folder for temporary files, and goes', async () => {
  const folder = await createRunFolder();
  expect(statSync(folder.path).isDirectory()).toBe(true);
  folder.remove();
  expect(existsSync(folder.path)).toBe(false);
});

it('of a run that was killed goes when the next begins, and its servers with it', async () => {
  const script = join(import.meta.dirname, '_killed-run.ts');
  const killed = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(killed, 'exit');
  const [line] = await once(killed.stdout, 'data');
  const { folder, url } = JSON.parse(String(line));
  expect(await isReachable(url)).toBe(true);
  killed.kill('SIGKILL');
  await ended;
  expect(existsSync(folder)).toBe(true);
  (await createRunFolder()).remove();
  await waitFor('its server to be gone', async () => !(await isReachable(url)));
  expect(existsSync(folder)).toBe(false);
});
