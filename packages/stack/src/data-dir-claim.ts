import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another Lectern runs on the same data. */
export class DataDirClaimedError extends Error {
  override readonly name = 'DataDirClaimedError';
}

/** Marks the data as ours; returns what gives them free. A mark of a process that is gone does not count. */
export function claimDataDir(dataDir: string): () => void {
  const path = join(dataDir, 'lectern.pid');
  const holder = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new DataDirClaimedError(
      `Lectern already runs on ${dataDir} (process ${holder}). Stop it, or choose other data with LECTERN_DATA=<folder> npm start`,
    );
  }
  writeFileSync(path, `${process.pid}`);
  return () => rmSync(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
