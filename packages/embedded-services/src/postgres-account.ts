import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** As whom, with which programs and where PostgreSQL runs. */
export type PostgresAccount = {
  readonly initdb: string;
  readonly postgres: string;
  readonly dataDir: string;
  readonly identity: { readonly uid?: number; readonly gid?: number };
  readonly env: NodeJS.ProcessEnv;
  /** Makes a folder that only the account can enter. */
  makeFolder(path: string): Promise<void>;
};

/** Where programs and data go when root runs us from a folder that other accounts cannot enter, such as /root. */
const sharedFolder = '/var/lib/lectern';

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the account `postgres`, which is made when it is
 * missing, and from a folder that this account can enter.
 */
export async function choosePostgresAccount(
  programs: { readonly initdb: string; readonly postgres: string },
  dataDir: string,
): Promise<PostgresAccount> {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  if (process.getuid?.() !== 0) {
    const makeFolder = async (path: string) => void (await mkdir(path, { recursive: true, mode: 0o700 }));
    return { ...programs, dataDir, identity: {}, env, makeFolder };
  }
  const identity = findPostgresIds() ?? createPostgresUser();
  const makeFolder = async (path: string) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chown(path, identity.uid, identity.gid);
  };
  const runnable = canRun(programs.initdb, identity) ? programs : copyPrograms(programs);
  await mkdir(dirname(dataDir), { recursive: true });
  const reachable = canEnter(dirname(dataDir), identity) ? dataDir : movedDataDir(dataDir);
  return { initdb: runnable.initdb, postgres: runnable.postgres, dataDir: reachable, identity, env, makeFolder };
}

type Ids = { readonly uid: number; readonly gid: number };

function findPostgresIds(): Ids | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  });
  return uid !== undefined && gid !== undefined ? { uid, gid } : undefined;
}

function createPostgresUser(): Ids {
  spawnSync('groupadd', ['--system', 'postgres']);
  const { status, stderr } = spawnSync(
    'useradd',
    ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    { encoding: 'utf8' },
  );
  const ids = findPostgresIds();
  if (!ids)
    throw new Error(`PostgreSQL needs an account other than root, and none could be made (${status}): ${stderr}`);
  return ids;
}

function canRun(program: string, identity: Ids): boolean {
  return spawnSync(program, ['--version'], { ...identity, cwd: '/' }).status === 0;
}

function canEnter(folder: string, identity: Ids): boolean {
  return spawnSync('test', ['-x', folder], { ...identity, cwd: '/' }).status === 0;
}

function copyPrograms(programs: { readonly initdb: string; readonly postgres: string }): typeof programs {
  const native = dirname(dirname(programs.postgres));
  const version = createHash('sha256').update(native).digest('hex').slice(0, 12);
  const target = join(sharedFolder, `postgresql-${version}`);
  if (!existsSync(join(target, 'bin', basename(programs.postgres)))) {
    mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
    cpSync(native, target, { recursive: true, verbatimSymlinks: true });
  }
  return { initdb: join(target, 'bin/initdb'), postgres: join(target, 'bin/postgres') };
}

function movedDataDir(dataDir: string): string {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  mkdirSync(join(sharedFolder, name), { recursive: true, mode: 0o755 });
  return join(sharedFolder, name, 'postgres');
}
