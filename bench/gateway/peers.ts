import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from './config.ts';
import type { ContestantName } from './contestants.ts';

/** Installs, from their own lock files, the peers that are missing or out of date. */
export function installPeers(names: readonly ContestantName[], tell: (text: string) => void): void {
  for (const name of names) {
    const folder = join(import.meta.dirname, '../peers', name);
    if (!existsSync(join(folder, 'package.json')) || isInstalled(folder)) continue;
    tell(`installing bench/peers/${name}`);
    const { NODE_ENV: _, ...env } = childEnvironment();
    const { status, stderr } = spawnSync('npm', ['ci', '--loglevel=error'], { cwd: folder, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`bench/peers/${name} could not be installed: ${stderr}`);
  }
}

type Lock = { readonly packages: Readonly<Record<string, { readonly version: string; readonly optional?: boolean }>> };

/** By npm's own list of what it put there. */
function isInstalled(folder: string): boolean {
  const list = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(list)) return false;
  const present: Lock = JSON.parse(readFileSync(list, 'utf8'));
  const wanted: Lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  return Object.entries(wanted.packages).every(
    ([path, { version, optional }]) => path === '' || optional || present.packages[path]?.version === version,
  );
}
