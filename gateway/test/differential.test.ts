import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const main = fileURLToPath(new URL('differential/main.ts', import.meta.url));
const allMs = 900_000;
const selfTestMs = 240_000;

/** A process of its own: Jest's modules make everything several times slower. */
async function runMain(args: readonly string[]): Promise<{ code: number | null; output: string; summary: Summary }> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  // The first line names the seed: without it a process that died could not be run again.
  if (!last.startsWith('{')) throw new Error(`${output.slice(0, 2_000)}\n${complaints.slice(0, 4_000)}`);
  return { code: await code, output, summary: JSON.parse(last) };
}

type Summary = {
  readonly seed: string;
  readonly supergraphs: number;
  readonly operations: number;
  readonly withErrors: number;
};

describe('the gateway, held against graphql-js on one merged schema', () => {
  it(
    'answers every random operation alike',
    async () => {
      // The same operations with every run of the tests; another seed looks further.
      const seed = process.env.LECTERN_SEED ?? '77001';
      const wanted = Number(process.env.LECTERN_OPERATIONS ?? 20_000);
      process.stdout.write(`seed ${seed}\n`);
      const { code, output, summary } = await runMain(['--seed', seed, '--operations', String(wanted)]);
      expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
      expect(summary.operations).toBeGreaterThanOrEqual(wanted);
      expect(summary.withErrors).toBeGreaterThan(wanted / 50);
      expect(summary.supergraphs).toBeGreaterThanOrEqual(12);
    },
    allMs,
  );

  it(
    'passes on unread what it would write itself, byte for byte',
    async () => {
      const runner = fileURLToPath(new URL('differential/passing-on-runner.ts', import.meta.url));
      const { code, output } = await runMain(['--seed', '77001', '--operations', '1500', '--runner', runner]);
      expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    },
    selfTestMs,
  );

  it.each(['drop-key', 'swap-keys', 'drop-error'])(
    'would be found out if it did %s',
    async (fault) => {
      const found = await runMain([
        '--seed',
        '1',
        '--operations',
        '400',
        '--supergraph',
        'overrides',
        '--failures',
        '1',
        '--break',
        fault,
      ]);
      expect(found.code).toBe(1);
      const fields = found.output.slice(found.output.indexOf('again:'), found.output.indexOf('variables:'));
      // What is left is a path down to two fields, or to the one that fails.
      expect(fields.split('\n').filter((line) => /^ +\w/.test(line)).length).toBeLessThanOrEqual(8);
    },
    selfTestMs,
  );
});
