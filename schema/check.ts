import { execFileSync } from 'node:child_process';
import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';
import { composeSupergraph } from './compose-supergraph.ts';
import { readPublicSchema } from './public-schema.ts';

/**
 * `npm run schema:check [-- REF]` compares what clients see now with what they saw in REF (HEAD when left out).
 * Breaking changes fail; dangerous ones, such as a new enum value, are only named.
 */
const ref = process.argv[2] ?? 'HEAD';
const composed = composeSupergraph();
if ('errors' in composed) {
  fail(composed.errors);
} else {
  const before = readCommitted(ref);
  if (before === undefined) process.stdout.write(`${ref} has no supergraph; there is nothing to break\n`);
  else compare(before, composed.supergraph);
}

function compare(before: string, after: string): void {
  const [old, now] = [before, after].map((sdl) => buildSchema(readPublicSchema(sdl))) as [Schema, Schema];
  for (const change of findDangerousChanges(old, now)) process.stdout.write(`dangerous: ${change.description}\n`);
  const breaking = findBreakingChanges(old, now);
  if (breaking.length > 0) fail(breaking.map((change) => `breaking: ${change.description}`));
  else process.stdout.write(`no breaking change since ${ref}\n`);
}

type Schema = ReturnType<typeof buildSchema>;

function readCommitted(commit: string): string | undefined {
  try {
    return execFileSync('git', ['show', `${commit}:./supergraph.graphql`], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

function fail(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
