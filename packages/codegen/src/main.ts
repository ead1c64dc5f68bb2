import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { subgraphNames } from '@lectern/schema';
import { type GeneratedFile, repositoryRoot } from './generated-file.ts';
import { generateResolverTypes } from './resolver-types.ts';
import { generateSdk } from './sdk-operations.ts';

/** `npm run codegen [-- NAME…] [--check]`; names are subgraphs and `sdk`, all by default. */
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isCheck = process.argv.includes('--check');
const isWanted = (name: string) => names.length === 0 || names.includes(name);

const files: GeneratedFile[] = [];
for (const name of subgraphNames) if (isWanted(name)) files.push(await generateResolverTypes(name));
if (isWanted('sdk')) files.push(...(await generateSdk()));

const stale = files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
if (isCheck && stale.length > 0) {
  const list = stale.map(({ path }) => relative(repositoryRoot, path)).join(', ');
  process.stderr.write(`out of date: ${list}; run npm run codegen\n`);
  process.exitCode = 1;
}
if (!isCheck) {
  for (const { path, text } of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
