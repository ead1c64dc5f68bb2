import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { createScreen } from './screen.ts';
import { type Supervised, supervise } from './supervise.ts';

let folder: string;
let shown: string;
let refused: string[];
let supervised: Supervised | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-supervise-'));
  shown = '';
  refused = [];
});
afterEach(async () => {
  await supervised?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function run(script: string): Supervised {
  const screen = createScreen(false, (text) => {
    shown += text;
  });
  const spec = {
    name: 'exam',
    command: process.execPath,
    args: ['-e', script],
    cwd: folder,
    env: {},
    logFile: join(folder, 'log'),
  };
  supervised = supervise(spec, screen, (name) => refused.push(name));
  return supervised;
}

describe('a supervised process', () => {
  it('is reported with its last lines when it dies, and started again', async () => {
    run(`console.log('the disk is full'); process.exitCode = 3`);
    await waitFor('the report', () => shown.includes('exam ended unexpectedly (exit code 3)'));
    expect(shown).toContain('the disk is full');
    await waitFor('a second start', () => shown.includes('exam is started again'));
  });

  it('is not started again when it refuses its configuration', async () => {
    run(`console.error('Configuration refused: EXAM_DB_URL is not set'); process.exitCode = 78`);
    await waitFor('the refusal', () => refused.length > 0);
    expect(refused).toEqual(['exam']);
    expect(shown).toContain('EXAM_DB_URL is not set');
    expect(shown).not.toContain('started again');
  });

  it('is asked to stop, and not reported then', async () => {
    const log = () => readFileSync(join(folder, 'log'), 'utf8');
    const child = run(
      `process.on('SIGTERM', () => { console.log('bye'); process.exit() }); console.log('up'); setInterval(() => {}, 1000)`,
    );
    await waitFor('the start', () => log().includes('up'));
    await child.stop();
    // What it said last may still be on its way through the pipe when it has gone.
    await waitFor('its last word', () => log().includes('bye'));
    expect(shown).toBe('');
  });
});

describe('the screen', () => {
  it.each([
    ['a warning', '{"level":"warn","time":"2026-01-01T10:20:30.000Z","msg":"slow"}', '  [exam] 10:20:30 warn slow\n'],
    [
      'an error with its cause',
      '{"level":"error","msg":"failed","err":{"message":"no space"}}',
      '  [exam] error failed: no space\n',
    ],
    ['nothing of what is usual', '{"level":"info","msg":"listening"}', ''],
    ['nothing of what is not a log line', 'Debugger attached.', ''],
  ])('shows %s', (_name, line, expected) => {
    createScreen(false, (text) => {
      shown += text;
    }).log('exam', line);
    expect(shown).toBe(expected);
  });

  it('shows the same warning of a service once in a while, whenever it was logged', () => {
    const screen = createScreen(false, (text) => {
      shown += text;
    });
    const line = (second: number, msg: string) =>
      JSON.stringify({ level: 'warn', time: `2026-01-01T10:20:0${second}.000Z`, msg });
    for (const second of [1, 2, 3]) screen.log('exam', line(second, 'slow'));
    screen.log('exam', line(4, 'slower'));
    screen.log('course', line(5, 'slow'));
    expect(shown).toBe('  [exam] 10:20:01 warn slow\n  [exam] 10:20:04 warn slower\n  [course] 10:20:05 warn slow\n');
  });
});
