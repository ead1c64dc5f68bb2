import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { SupergraphText } from './supergraph-text.ts';

/** A file is written in several steps; it is read when it has been quiet for this long. */
const quietMs = 50;

/** Kubernetes mounts files as links into this folder, which it replaces when they change. */
const mountedFolder = '..data';

/** A file, watched where `isWatched`. */
export function createFileText(path: string, isWatched: boolean): SupergraphText {
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const read = () => readFile(path, 'utf8');
  return {
    place: path,
    async open({ onText, onTrouble }) {
      const tell = <T>(listener: (fact: T) => void) => {
        return (fact: T) => {
          if (!isClosed) listener(fact);
        };
      };
      // Before the first reading, so that no change falls between the two.
      if (isWatched) {
        // The folder and not the file: editors replace files, and a watched inode would be the old one.
        watcher = watch(dirname(path), (_event, name) => {
          if (name !== null && name !== basename(path) && name !== mountedFolder) return;
          clearTimeout(timer);
          timer = setTimeout(() => void read().then(tell(onText), tell(onTrouble)), quietMs);
        });
        watcher.on('error', tell(onTrouble));
        watcher.unref();
      }
      return read();
    },
    [Symbol.dispose]() {
      isClosed = true;
      clearTimeout(timer);
      watcher?.close();
    },
  };
}
