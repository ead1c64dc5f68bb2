import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaStorage } from './media-storage.ts';

/** Finished videos as folders below `root`, on the same disk as the folders they are published from. */
export async function createLocalStorage(root: string): Promise<MediaStorage> {
  await mkdir(root, { recursive: true });
  return {
    async publish(videoId, folder) {
      const target = join(root, videoId);
      // Left by a crash between publishing and noting it; nobody can have been given it.
      await rm(target, { recursive: true, force: true });
      await rename(folder, target);
    },
    async open(videoId, path) {
      const file = join(root, videoId, path);
      const stats = await statOrNull(file);
      if (!stats?.isFile()) return null;
      return {
        sizeBytes: stats.size,
        version: `${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}`,
        read: (range) => createReadStream(file, range ?? {}),
      };
    },
    async remove(videoId) {
      await rm(join(root, videoId), { recursive: true, force: true });
    },
  };
}

async function statOrNull(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    if (absences.has(codeOf(error))) return null;
    throw error;
  }
}

const absences: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR']);

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
