import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { openSchool } from './_school.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const bin = join(root, 'node_modules/.bin');
const env = { ...process.env, NODE_OPTIONS: '', PATH: `${bin}:${process.env.PATH}` };

const program = `
import { createLectern, ViewerDocument } from './package/index.js';
const lectern = createLectern({ url: process.argv[2] });
await lectern.signIn('a@example.com', 'right');
console.log(JSON.stringify(await lectern.query(ViewerDocument)));
`;
const typed = `
import { createLectern, ViewerDocument } from './package/index.js';
const { viewer } = await createLectern({ url: 'x' }).query(ViewerDocument);
export const email: string | null | undefined = viewer?.email;
// @ts-expect-error the result has types
export const number: number = viewer?.email;
`;

it('runs and has types as a package of plain JavaScript', async () => {
  await using school = await openSchool({ Viewer: async () => ({ viewer: { email: 'a@example.com' } }) });
  // Inside the repository, so that the dependencies of the package are found.
  mkdirSync(join(import.meta.dirname, '../dist'), { recursive: true });
  const folder = mkdtempSync(join(import.meta.dirname, '../dist/packed-'));
  try {
    await run(process.execPath, [join(import.meta.dirname, '../pack.ts'), folder], { env });
    await run('tar', ['-xzf', 'lectern-sdk-0.1.0.tgz'], { cwd: folder });
    writeFileSync(join(folder, 'program.mjs'), program);
    writeFileSync(join(folder, 'typed.mts'), typed);
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--ignoreConfig',
      'typed.mts',
    ];
    const [ran] = await Promise.all([
      run(process.execPath, ['--no-experimental-strip-types', 'program.mjs', school.url], { cwd: folder, env }),
      run('tsc', options, { cwd: folder, env }),
    ]);
    expect(JSON.parse(ran.stdout)).toEqual({ viewer: { email: 'a@example.com' } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
