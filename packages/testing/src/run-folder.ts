import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of one run of the tests: all they write to the folder for temporary files lies in it. */
export type RunFolder = {
  readonly path: string;
  /** Ends servers that are noted in it and still there, and removes it. */
  remove(): void;
};

const memoryFolder = '/dev/shm';
const memoryNeeded = 1024 ** 3;
const endMs = 300;
const nameOf = /^lectern-test-(\d+)-/;
const removal = { recursive: true, force: true, maxRetries: 5 } as const;

/**
 * Makes it, in memory where there is room: a database is cloned there in 20 ms of CPU time and in 200 on a disk. What a
 * run has left behind that was killed is removed first.
 */
export async function createRunFolder(): Promise<RunFolder> {
  const base = (await hasRoom(memoryFolder)) ? memoryFolder : tmpdir();
  for (const name of readdirSync(base)) {
    const owner = Number(nameOf.exec(name)?.[1] ?? 0);
    if (owner > 0 && !isAlive(owner)) removeFolder(join(base, name));
  }
  const path = mkdtempSync(join(base, `lectern-test-${process.pid}-`));
  // PostgreSQL may run as another account than we do.
  chmodSync(path, 0o755);
  return { path, remove: () => removeFolder(path) };
}

/** Writes down that a server runs which must not outlive the run; returns how to undo this. */
export function noteServer(pid: number): () => void {
  const note = join(tmpdir(), `server-${pid}.pid`);
  writeFileSync(note, '');
  return () => rmSync(note, { force: true });
}

async function hasRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize > memoryNeeded;
  } catch {
    // Only Linux has it.
    return false;
  }
}

/** Does not wait, so that a handler of signals can do it. */
function removeFolder(path: string): void {
  try {
    const ended = readdirSync(path).filter((name) => endServer(Number(/^server-(\d+)\.pid$/.exec(name)?.[1] ?? 0)));
    // Without the pause their last files would come after the removal.
    if (ended.length > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, endMs);
    rmSync(path, removal);
  } catch {
    // Someone else's, or being removed by another run that starts now.
  }
}

/** False where no server of ours has this id. */
function endServer(pid: number): boolean {
  const command = pid > 0 ? commandOf(pid) : '';
  // PostgreSQL's immediate shutdown: it saves nothing, and gives its shared memory back, which SIGKILL would not.
  if (command.includes('postgres')) return process.kill(pid, 'SIGQUIT');
  return /redis|valkey/.test(command) && process.kill(pid, 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
