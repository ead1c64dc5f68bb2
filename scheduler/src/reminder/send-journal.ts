import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type OpenClaim, openClaims, parseJournal } from './read-journal.ts';

/**
 * What this process is doing with its claims, on the local disk, so that the next one knows which mails of a killed
 * process certainly did not go out. Written without waiting for the disk: the system keeps what was written when a
 * process is killed, and after a power cut the claims run out by themselves.
 */
export type SendJournal = Disposable & {
  /** Claims of killed processes whose mails certainly did not go out. */
  readonly leftovers: readonly OpenClaim[];
  claimed(ids: readonly string[], deadlineMs: number): void;
  /** The message goes out right after this. */
  sending(id: string): void;
  /** Exam knows what came of it, or will find out by itself. */
  settled(id: string): void;
};

const slotsMax = 64;
const truncateAtBytes = 1_000_000;

/** Opens the first journal in `folder` that no living process has. The folder must be on a disk of this machine. */
export async function openSendJournal(folder: string): Promise<SendJournal> {
  for (let slot = 0; slot < slotsMax; slot += 1) {
    const path = join(folder, `${slot}`);
    await mkdir(path, { recursive: true });
    const lock = takeLock(join(path, 'lock.sqlite'));
    if (lock) return openJournal(join(path, 'journal'), lock);
  }
  throw new Error(`${slotsMax} schedulers have their journals in ${folder} already`);
}

/** SQLite's lock on its file is the system's own: it goes with the process, however that ends. */
function takeLock(path: string): DatabaseSync | null {
  const database = new DatabaseSync(path);
  try {
    database.exec('pragma busy_timeout = 0; begin exclusive');
    return database;
  } catch {
    database.close();
    return null;
  }
}

function openJournal(path: string, lock: DatabaseSync): SendJournal {
  const file = openSync(path, 'a+');
  const leftovers = openClaims(parseJournal(readFileSync(path, 'utf8')));
  const open = new Set(leftovers.map(({ id }) => id));
  let bytes = 0;
  const write = (line: string) => {
    bytes += writeSync(file, `${line}\n`);
  };
  return {
    leftovers,
    claimed(ids, deadlineMs) {
      if (ids.length === 0) return;
      for (const id of ids) open.add(id);
      write(ids.map((id) => `claimed ${id} ${deadlineMs}`).join('\n'));
    },
    sending: (id) => write(`sending ${id}`),
    settled(id) {
      write(`settled ${id}`);
      open.delete(id);
      if (open.size > 0 || bytes < truncateAtBytes) return;
      ftruncateSync(file);
      bytes = 0;
    },
    [Symbol.dispose]() {
      closeSync(file);
      lock.close();
    },
  };
}
