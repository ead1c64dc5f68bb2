import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureRedis } from '@lectern/embedded-services';
import { repositoryRoot } from './settings.ts';

/** `npm test` and `npm run test:e2e`: sees that Redis is there, then hands over to Jest with what was asked for. */
const [kind = 'unit', ...rest] = process.argv.slice(2);
const config = kind === 'e2e' ? 'e2e/jest.config.js' : 'jest.config.js';
try {
  ensureRedis((line) => process.stdout.write(`${line}\n`));
  const jest = join(repositoryRoot, 'node_modules/jest/bin/jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, jest, '--config', config, ...rest], {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'test' },
  });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
