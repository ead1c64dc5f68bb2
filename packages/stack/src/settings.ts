import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { type Env, readWith } from '@lectern/runtime';

export const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** What `npm start` can be told. */
export type StackSettings = {
  /** Of the gateway. */
  readonly port: number;
  /** The address the gateway listens on; `localhost` is this machine only, `0.0.0.0` the network. */
  readonly host: string;
  /** Where browsers reach the gateway. */
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly loadsDemoSchool: boolean;
  /** Prints everything the services log, not only warnings and errors. */
  readonly isVerbose: boolean;
  /** Restarts on change and recomposes when a .graphql file changes. */
  readonly isDev: boolean;
};

export function readStackSettings(env: Env, args: readonly string[]): StackSettings {
  return readWith(env, (read) => {
    const port = read.integer('LECTERN_PORT', { default: 4000, min: 1, max: 65_000 });
    const dataDir = read.string('LECTERN_DATA', { default: '.lectern' });
    return {
      port,
      host: read.string('LECTERN_HOST', { default: 'localhost' }),
      publicUrl: read.url('LECTERN_PUBLIC_URL', { default: `http://localhost:${port}`, protocols: ['http', 'https'] }),
      dataDir: isAbsolute(dataDir) ? dataDir : join(repositoryRoot, dataDir),
      loadsDemoSchool: read.boolean('LECTERN_DEMO', { default: true }),
      isVerbose: read.boolean('LECTERN_VERBOSE', { default: false }),
      isDev: args.includes('--dev'),
    };
  });
}

/** What is made once per installation and kept: nobody has to invent a secret to begin. */
export type StackSecrets = {
  readonly signing: string;
  readonly identity: string;
  readonly postgres: string;
  readonly databaseRoles: string;
};

export function readOrMakeSecrets(dataDir: string): StackSecrets {
  const path = join(dataDir, 'secrets.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as StackSecrets;
  const secret = () => randomBytes(32).toString('hex');
  const secrets: StackSecrets = { signing: secret(), identity: secret(), postgres: secret(), databaseRoles: secret() };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
