#!/usr/bin/env node
// The first thing `npm start`, `npm test` and the like run: plain JavaScript for whatever Node the machine has. It
// installs the dependencies when they are missing or out of date, among them the Node that everything else runs on.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatewayNode } from './gateway-node.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const plain = ['--disable-warning=ExperimentalWarning'];
const commands = {
  start: [...plain, 'packages/stack/src/main.ts'],
  dev: [...plain, 'packages/stack/src/main.ts', '--dev'],
  test: [...plain, 'packages/stack/src/run-tests.ts', 'unit'],
  e2e: [...plain, 'packages/stack/src/run-tests.ts', 'e2e'],
  gateway: [...gatewayNode.flags, 'gateway/src/standalone-main.ts'],
  run: plain,
};

const [command = 'start', ...rest] = process.argv.slice(2);
const entry = commands[command];
if (!entry) {
  process.stderr.write(`unknown command ${command}; one of ${Object.keys(commands).join(', ')}\n`);
  process.exit(64);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  process.stderr.write(`Lectern needs Node 20 or newer to begin with; this is ${process.version}\n`);
  process.exit(1);
}
install();
run();

function install() {
  const state = compareInstalled();
  if (state === 'complete') return;
  process.stdout.write(`${state === 'absent' ? 'Installing' : 'Updating'} dependencies (about a minute)…\n`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // `npm ci` begins by deleting node_modules; where some are there already, only what differs is brought up to date.
  const verb = state === 'absent' ? 'ci' : 'install';
  const done = spawnSync(npm, [verb, '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    process.stderr.write('Installing dependencies failed; what npm said stands above.\n');
    process.exit(done.status ?? 1);
  }
}

/** Whether node_modules holds what package-lock.json asks for, by npm's own list of what it put there. */
function compareInstalled() {
  const list = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(list)) return 'absent';
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(list, 'utf8')).packages;
  const isMissing = ([path, { version, link, optional }]) =>
    path.startsWith('node_modules/') &&
    (link ? !existsSync(join(root, path)) : !optional && present[path]?.version !== version);
  return Object.entries(wanted).some(isMissing) ? 'outdated' : 'complete';
}

function run() {
  const bin = join(root, 'node_modules/.bin');
  const node = join(bin, 'node');
  const child = spawn(node, [...entry, ...rest], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...(command === 'gateway' ? gatewayNode.env : {}),
      ...process.env,
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      APOLLO_TELEMETRY_DISABLED: '1',
    },
  });
  // A terminal sends Ctrl-C to both of us, a supervisor only to us; hearing it twice does the other no harm.
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}
