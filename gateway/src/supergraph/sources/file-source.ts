import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { SupergraphText } from './supergraph-text.ts';

/** A file is written in several steps; it is read when it has been quiet for this long. */
const quietMs = 50;

/** A file, watched where `isWatched`. */
export function createFileSource(path: string, isWatched: boolean): SupergraphText {
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  const read = () => readFile(path, 'utf8');
  return {
    place: path,
    read,
    follow({ onText, onTrouble }) {
      if (!isWatched) return;
      // The folder and not the file: editors replace files, and a watched inode would be the old one.
      watcher = watch(dirname(path), (_event, name) => {
        if (name !== null && name !== basename(path)) return;
        clearTimeout(timer);
        timer = setTimeout(() => void read().then(onText, onTrouble), quietMs);
      });
      watcher.unref();
      // What changed between the first reading and now.
      read().then(onText, onTrouble);
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}
