import { spawn } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';
import { join, sep } from 'node:path';
import type { Screen } from './screen.ts';
import { repositoryRoot } from './settings.ts';
import type { RunningStack } from './start-stack.ts';

const settleMs = 200;

/**
 * Restarts a service when its source changes, all of them when a package changes, and recomposes the supergraph
 * when a .graphql file changes; the gateway takes a new supergraph over by itself, and a bad one changes nothing.
 */
export function watchSources(stack: RunningStack, screen: Screen): Disposable {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let handling = Promise.resolve();
  const note = (root: string) => (_event: string, file: string | null) => {
    if (!file || !isSource(file)) return;
    changed.add(join(root, file));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...changed];
      changed.clear();
      handling = handling.then(() => handleChange(files, stack, screen)).catch((error) => screen.line(String(error)));
    }, settleMs);
  };
  const watchers: FSWatcher[] = ['gateway/src', 'subgraphs', 'scheduler/src', 'packages', 'schema'].map((root) =>
    watch(join(repositoryRoot, root), { recursive: true }, note(root)),
  );
  // Not by way of npm, which would not pass our signal on.
  const vite = join(repositoryRoot, 'node_modules/vite/bin/vite.js');
  const web = spawn(process.execPath, [vite, '--strictPort', '--port', `${stack.plan.ports.web}`], {
    cwd: join(repositoryRoot, 'client/web'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, LECTERN_WEB_GATEWAY_URL: `http://localhost:${stack.plan.ports.gateway}` },
  });
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      web.kill('SIGTERM');
    },
  };
}

function isSource(file: string): boolean {
  return /\.(ts|graphql)$/.test(file) && !file.includes('node_modules') && !/\.test\.ts$/.test(file);
}

async function handleChange(files: readonly string[], stack: RunningStack, screen: Screen): Promise<void> {
  const graphs = files.filter((file) => file.startsWith(`schema${sep}`) && file.endsWith('.graphql'));
  const toRestart = new Set(files.flatMap((file) => servicesOf(file, stack)));
  const schemaFiles = graphs.filter((file) => !file.endsWith('supergraph.graphql'));
  if (schemaFiles.length > 0) {
    if (!(await runScript('schema/compose.ts', screen))) return;
    await runScript('packages/codegen/src/main.ts', screen);
    screen.line('  the supergraph is composed anew');
    for (const file of schemaFiles) {
      const [, folder] = file.split(sep);
      for (const process of stack.processes) {
        if (process.name === folder || folder === 'shared') toRestart.add(process.name);
      }
    }
  }
  toRestart.delete('mailbox');
  for (const name of toRestart) {
    screen.line(`  ${name} is restarted after a change`);
    await stack.processes.find((process) => process.name === name)?.restart();
  }
}

/** The services that run the file. */
function servicesOf(file: string, stack: RunningStack): readonly string[] {
  const [top, second] = file.split(sep);
  if (file.endsWith('.generated.ts') || top === 'schema') return [];
  if (top === 'packages') {
    const isOurs = second === 'stack' || second === 'testing' || second === 'codegen' || second === 'demo-school';
    return isOurs ? [] : stack.processes.map((process) => process.name);
  }
  return [top === 'subgraphs' ? (second ?? '') : (top ?? '')];
}

function runScript(script: string, screen: Screen): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { cwd: repositoryRoot, stdio: ['ignore', 'inherit', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once('close', (code) => {
      if (code !== 0) screen.line(`  ${script} failed; the old supergraph stays:\n${errors.trim()}`);
      resolve(code === 0);
    });
  });
}
