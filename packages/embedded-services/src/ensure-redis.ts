import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findExecutable } from './find-executable.ts';

/** Redis is missing and cannot be installed without asking; the message is the one line that says what to run. */
export class RedisMissingError extends Error {
  override readonly name = 'RedisMissingError';
}

const versionMin = 7;

/**
 * The path of a Redis or Valkey server of version 7 or newer: from the PATH, else installed from the system's
 * packages where that needs no question (Debian and Ubuntu as root, a Mac with Homebrew).
 */
export function ensureRedis(log: (line: string) => void): string {
  const found = findRedis();
  if (found) return found;
  const installer = chooseInstaller();
  if (!installer) throw new RedisMissingError(`Redis 7 or newer is needed. ${instruction()}`);
  log(`Installing Redis with ${installer[0]?.[0] ?? 'the system'}…`);
  for (const [command, ...args] of installer) {
    const done = spawnSync(command ?? '', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', HOMEBREW_NO_ANALYTICS: '1' },
      timeout: 300_000,
    });
    if (done.status !== 0) {
      throw new RedisMissingError(
        `Installing Redis failed: ${done.stderr.toString().trim().slice(-500)}\n${instruction()}`,
      );
    }
  }
  const installed = findRedis();
  if (!installed) throw new RedisMissingError(`The installed Redis is older than ${versionMin}. ${instruction()}`);
  return installed;
}

function findRedis(): string | undefined {
  return ['redis-server', 'valkey-server']
    .map((name) => findExecutable(name))
    .find((path) => path !== undefined && versionOf(path) >= versionMin);
}

function versionOf(path: string): number {
  const text = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 }).stdout ?? '';
  return Number(/v=(\d+)/.exec(text)?.[1] ?? 0);
}

/** The commands to run one after another; undefined where installing would need a question or a password. */
function chooseInstaller(): readonly (readonly string[])[] | undefined {
  if (process.platform === 'linux' && isDebianFamily() && process.getuid?.() === 0) {
    // A policy file of exit code 101 keeps the package from starting a server of its own on port 6379.
    const keepStopped = `printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d`;
    const had = findExecutable('policy-rc.d') !== undefined;
    const install = 'apt-get update -q && apt-get install -qy --no-install-recommends redis-server';
    const script = had ? install : `${keepStopped} && (${install}); code=$?; rm -f /usr/sbin/policy-rc.d; exit $code`;
    return [['sh', '-c', script]];
  }
  if (process.platform === 'darwin' && findExecutable('brew')) return [['brew', 'install', 'redis']];
  return undefined;
}

function isDebianFamily(): boolean {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function instruction(): string {
  if (process.platform === 'darwin') return 'Run: brew install redis';
  if (findExecutable('apt-get')) return 'Run: sudo apt-get install redis-server';
  if (findExecutable('dnf')) return 'Run: sudo dnf install valkey';
  if (findExecutable('apk')) return 'Run: sudo apk add redis';
  if (findExecutable('pacman')) return 'Run: sudo pacman -S valkey';
  return 'Install redis-server or valkey-server, and see that it is on the PATH.';
}
