import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench -- NAME [options]`: runs `bench/<NAME>/bench.ts`; its last line is one JSON object. */
const name = process.argv[2] ?? '';
const file = join(import.meta.dirname, name, 'bench.ts');
if (!/^[\w-]+$/.test(name) || !existsSync(file)) {
  process.stderr.write('Which bench? npm run bench -- NAME; the names are the folders of bench/\n');
  process.exitCode = 64;
} else {
  await import(file);
}
