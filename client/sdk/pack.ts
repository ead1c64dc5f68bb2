/**
 * Makes `lectern-sdk-<version>.tgz` in the folder given, or here: the SDK as plain JavaScript with its types, for apps
 * that live outside this repository.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const destination = resolve(process.argv[2] ?? '.');
const { name, version, description, license, dependencies } = JSON.parse(
  readFileSync(join(here, 'package.json'), 'utf8'),
);
const manifest = {
  ...{ name, version, description, license, type: 'module' },
  exports: {
    '.': { types: './index.d.ts', default: './index.js' },
    './trusted-documents.json': './trusted-documents.json',
  },
  // For bundlers that do not read `exports`.
  ...{ main: './index.js', types: './index.d.ts', sideEffects: false },
  engines: { node: '>=20' },
  dependencies,
};

const folder = mkdtempSync(join(tmpdir(), 'lectern-sdk-'));
try {
  execFileSync('tsc', ['-p', join(here, 'tsconfig.build.json'), '--outDir', folder], { stdio: 'inherit' });
  cpSync(join(here, 'src/generated/trusted-documents.json'), join(folder, 'trusted-documents.json'));
  cpSync(join(here, 'README.md'), join(folder, 'README.md'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  execFileSync('npm', ['pack', '--silent', '--pack-destination', destination], { cwd: folder, stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
