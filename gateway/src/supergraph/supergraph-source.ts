import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { Logger } from '@lectern/runtime';
import { supergraphChanged, supergraphRefused } from '../events.ts';
import type { GatewayExecutor } from '../execute/run-operation.ts';
import { createGeneration, type Generation } from './generation.ts';

export type SupergraphSource = Disposable & {
  /** The newest generation. */
  current(): Generation;
  /** The generation that a schema handed to Apollo Server belongs to. */
  generationOf(schema: object): Generation;
  /** Called after a new generation has taken over. */
  onChange(listener: (generation: Generation) => void): void;
  /** What Apollo Server takes schemas and the executor from. */
  readonly gateway: (executor: GatewayExecutor) => GatewayInterface;
};

/** A file is written in several steps; it is read when it has been quiet for this long. */
const quietMs = 50;

/**
 * Loads the supergraph from a file and, where `isWatched`, lets a changed file take over. A changed file that is no
 * supergraph is refused with its reason in the log, and the old one stays. Throws when the first one is wrong.
 */
export function openSupergraph(options: {
  readonly path: string;
  readonly isWatched: boolean;
  readonly logger: Logger;
}): SupergraphSource {
  const { path, logger } = options;
  const bySchema = new WeakMap<object, Generation>();
  const listeners = new Set<(generation: Generation) => void>();
  let current = take(createGeneration(readFileSync(path, 'utf8')));
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;

  function take(generation: Generation): Generation {
    bySchema.set(generation.apiSchema, generation);
    return generation;
  }

  function reload(): void {
    try {
      const sdl = readFileSync(path, 'utf8');
      if (sdl === current.sdl) return;
      current = take(createGeneration(sdl));
    } catch (error) {
      supergraphRefused(logger, error);
      return;
    }
    supergraphChanged(logger, current.id);
    for (const listener of listeners) listener(current);
  }

  if (options.isWatched) {
    // The folder and not the file: editors replace files, and a watched inode would be the old one.
    watcher = watch(dirname(path), (_event, name) => {
      if (name !== null && name !== basename(path)) return;
      clearTimeout(timer);
      timer = setTimeout(reload, quietMs);
    });
    watcher.unref();
  }

  return {
    current: () => current,
    generationOf: (schema) => bySchema.get(schema) ?? current,
    onChange: (listener) => void listeners.add(listener),
    gateway: (executor) => ({
      onSchemaLoadOrUpdate(callback) {
        const announce = ({ apiSchema, sdl }: Generation) => callback({ apiSchema, coreSupergraphSdl: sdl });
        listeners.add(announce);
        // Apollo Server asks for the first schema by `load`, and learns it here.
        announce(current);
        return () => void listeners.delete(announce);
      },
      load: async () => ({ executor }),
      stop: async () => undefined,
    }),
    [Symbol.dispose]() {
      clearTimeout(timer);
      watcher?.close();
      listeners.clear();
    },
  };
}
