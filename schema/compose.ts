import { readFileSync, writeFileSync } from 'node:fs';
import { composeSupergraph } from './compose-supergraph.ts';
import { supergraphPath } from './read-type-defs.ts';

/** `npm run schema:compose` writes the supergraph; with `--check` it fails when the committed one is out of date. */
const composed = composeSupergraph();
if ('errors' in composed) {
  for (const error of composed.errors) process.stderr.write(`${error}\n\n`);
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  if (readFileSync(supergraphPath, 'utf8') !== composed.supergraph) {
    process.stderr.write('schema/supergraph.graphql is out of date: run npm run schema:compose\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(supergraphPath, composed.supergraph);
}
