import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { Logger } from '@lectern/runtime';
import { supergraphChanged, supergraphRefused } from '../events.ts';
import type { GatewayExecutor } from '../execute/run-operation.ts';
import type { Planning } from '../plan/planning.ts';
import { createGeneration, type Generation } from './generation.ts';
import { createFileSource } from './sources/file-source.ts';
import type { SupergraphText } from './sources/supergraph-text.ts';

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

/**
 * Loads the supergraph and lets changed ones take over. One that cannot be is refused with its reason in the log, and
 * the old one stays. Rejects when the first one is wrong.
 */
export async function openSupergraph(options: {
  readonly path: string;
  readonly isWatched: boolean;
  readonly planning: Planning;
  readonly logger: Logger;
}): Promise<SupergraphSource> {
  const { planning, logger } = options;
  using stack = new DisposableStack();
  const text: SupergraphText = stack.use(createFileSource(options.path, options.isWatched));
  const bySchema = new WeakMap<object, Generation>();
  const listeners = new Set<(generation: Generation) => void>();
  let current = take(await createGeneration(await text.read(), planning));
  let next: string | undefined;
  let isChanging = false;
  let refused: string | undefined;
  let isClosed = false;

  function take(generation: Generation): Generation {
    bySchema.set(generation.apiSchema, generation);
    return generation;
  }

  /** One after the other; of those that come meanwhile only the last. */
  async function change(sdl: string): Promise<void> {
    next = sdl;
    if (isChanging) return;
    isChanging = true;
    while (next !== undefined && !isClosed) {
      const wanted = next;
      next = undefined;
      if (wanted !== current.sdl && wanted !== refused) await takeOver(wanted);
    }
    isChanging = false;
  }

  async function takeOver(sdl: string): Promise<void> {
    try {
      const generation = take(await createGeneration(sdl, planning));
      if (isClosed) return;
      const old = current;
      current = generation;
      refused = undefined;
      supergraphChanged(logger, current.id);
      for (const listener of listeners) listener(current);
      old.retire();
    } catch (error) {
      refused = sdl;
      if (!isClosed) supergraphRefused(logger, error);
    }
  }

  text.follow({ onText: (sdl) => void change(sdl), onTrouble: (error) => supergraphRefused(logger, error) });
  const resources = stack.move();

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
      isClosed = true;
      listeners.clear();
      resources.dispose();
    },
  };
}
