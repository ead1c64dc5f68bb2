import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { testProcess, waitFor } from '@lectern/testing';

const echo = join(import.meta.dirname, 'echo-service.ts');

describe('a process', () => {
  it.each([
    ['SIGTERM', (child: ChildProcess) => void child.kill('SIGTERM')],
    ['SIGINT', (child: ChildProcess) => void child.kill('SIGINT')],
    ['the end of its supervisor', (child: ChildProcess) => child.disconnect()],
  ])('disposes its service and ends by itself on %s', async (_name, stop) => {
    await using running = testProcess(echo, { ECHO_NAME: 'echo' });
    await waitFor('its first line', () => running.output().includes('is up'));
    stop(running.child);
    expect(await running.ended).toBe(0);
    expect(running.output()).toContain('echo was disposed');
  });

  it('ends with code 78 and one line that names the variable when its configuration is wrong', async () => {
    await using running = testProcess(echo, {});
    expect(await running.ended).toBe(78);
    expect(running.output().trim()).toBe('Configuration refused: ECHO_NAME is not set');
  });
});
