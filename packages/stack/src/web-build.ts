import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './settings.ts';

/** What is built for browsers, and which sources it is made from. */
const bundles = [
  { workspace: 'client/web', sources: ['client/web', 'client/sdk/src'] },
  { workspace: 'gateway', sources: ['gateway/consoles', 'gateway/package.json'] },
] as const;

const buildTimeoutMs = 300_000;

/** The bundles whose sources have changed since they were last built. */
export function staleBundles(): readonly string[] {
  return bundles
    .filter(({ workspace, sources }) => readStamp(workspace) !== fingerprint(sources))
    .map((b) => b.workspace);
}

/** Builds one bundle; throws with the last lines of the build when it fails. */
export async function buildBundle(workspace: string, signal: AbortSignal): Promise<void> {
  const child = spawn('npm', ['run', '--silent', 'build', '-w', workspace], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: buildTimeoutMs,
    signal,
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`Building ${workspace} failed:\n${output}`);
  const bundle = bundles.find((candidate) => candidate.workspace === workspace);
  if (bundle) writeFileSync(stampPath(workspace), fingerprint(bundle.sources));
}

function stampPath(workspace: string): string {
  return join(repositoryRoot, workspace, 'dist/.built-from');
}

function readStamp(workspace: string): string {
  return existsSync(stampPath(workspace)) ? readFileSync(stampPath(workspace), 'utf8') : '';
}

/** A hash over the names and contents of the sources. */
function fingerprint(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(repositoryRoot, source);
    if (!existsSync(path)) continue;
    const files = statSync(path).isDirectory() ? listFiles(path) : [path];
    for (const file of files) hash.update(file.slice(repositoryRoot.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist' && !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)]));
}
