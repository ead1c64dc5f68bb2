import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { Logger } from '@lectern/runtime';
import { supergraphChanged, supergraphRefused, supergraphUnreadable } from '../events.ts';
import type { PlanCacheEvents } from '../plan/plan-cache.ts';
import type { Planning } from '../plan/planning.ts';
import { settled, type WarmDocument, type WarmOperation, warmUp } from '../plan/warm-up.ts';
import { createChanges } from './changes.ts';
import { createGeneration, type Generation } from './generation.ts';
import type { SupergraphText, SupergraphTextListener } from './sources/supergraph-text.ts';

/** What Apollo Server hands a validated request to. */
type GatewayExecutor = Awaited<ReturnType<GatewayInterface['load']>>['executor'];

export type SupergraphSource = Disposable & {
  /** The newest generation. */
  current(): Generation;
  /** The generation that a schema handed to Apollo Server belongs to. */
  generationOf(schema: object): Generation;
  /** Called after a new generation has taken over. */
  onChange(listener: (generation: Generation) => void): void;
  /**
   * Warms the present generation from `warmDocuments`, in the background of everything else. Called once, when the
   * gateway listens. Never rejects.
   */
  warmUp(): Promise<void>;
  /** What Apollo Server takes schemas and the executor from. */
  readonly gateway: (executor: GatewayExecutor) => GatewayInterface;
};

export type SupergraphOptions = {
  readonly text: SupergraphText;
  readonly planning: Planning;
  readonly logger: Logger;
  readonly planEvents?: PlanCacheEvents;
  /** What a generation is warmed from, besides the busiest operations of the one before. */
  readonly warmDocuments?: readonly WarmDocument[];
  /** Called with the operations that were warmed; a generation does not take over before it has resolved. */
  readonly onWarm?: (generation: Generation, operations: readonly WarmOperation[]) => Promise<void>;
  /** How long a generation may be warmed before it takes over (10,000). */
  readonly warmMsMax?: number;
  /** Passed to `Generation.retire`. */
  readonly retire?: { readonly lingerMs?: number; readonly boundMs?: number };
};

/** Operations of the old generation that the new one is warmed from. */
const busiestMax = 200;

/**
 * Loads the supergraph and lets changed ones take over when their plans are warm. One that cannot be is refused with
 * its reason in the log, and the old one stays. Rejects when the first one is wrong; disposes `text` in any case.
 */
export async function openSupergraph(options: SupergraphOptions): Promise<SupergraphSource> {
  const { text, planning, logger, warmDocuments = [], warmMsMax = 10_000 } = options;
  using stack = new DisposableStack();
  stack.use(text);
  const closing = new AbortController();
  stack.defer(() => closing.abort());
  const bySchema = new WeakMap<object, Generation>();
  const listeners = new Set<(generation: Generation) => void>();
  const opened = Promise.withResolvers<void>();
  const isOld = new AbortController();
  const changes = createChanges(takeOver);
  const first = await text.open(createListener(text.place, changes.add, logger));
  let current = await build(first);
  opened.resolve();

  async function build(sdl: string): Promise<Generation> {
    const generation = await createGeneration(sdl, planning, options.planEvents);
    bySchema.set(generation.apiSchema, generation);
    return generation;
  }

  async function warm(generation: Generation, documents: readonly WarmDocument[], signal: AbortSignal): Promise<void> {
    const operations = await warmUp(generation, documents, signal);
    if (options.onWarm) await settled(options.onWarm(generation, operations), signal);
  }

  async function takeOver(sdl: string, newer: AbortSignal): Promise<void> {
    await opened.promise;
    if (sdl === current.sdl) return;
    isOld.abort();
    try {
      const generation = await build(sdl);
      const signal = AbortSignal.any([newer, closing.signal, AbortSignal.timeout(warmMsMax)]);
      await warm(generation, [...current.planner.busiest(busiestMax), ...warmDocuments], signal).catch((error) =>
        logger.warn({ err: error }, 'a supergraph takes over without being warm'),
      );
      const old = closing.signal.aborted ? generation : current;
      if (old === current) {
        current = generation;
        supergraphChanged(logger, current.id);
        for (const listener of listeners) listener(current);
      }
      old.retire(options.retire);
    } catch (error) {
      if (!closing.signal.aborted) supergraphRefused(logger, error);
    }
  }

  const resources = stack.move();
  return {
    current: () => current,
    generationOf: (schema) => bySchema.get(schema) ?? current,
    onChange: (listener) => void listeners.add(listener),
    async warmUp() {
      try {
        await warm(current, warmDocuments, AbortSignal.any([closing.signal, isOld.signal]));
      } catch (error) {
        logger.warn({ err: error }, 'the first supergraph was not warmed');
      }
    },
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
      listeners.clear();
      resources.dispose();
    },
  };
}

/** Says once what is in the way, and not with every reading. */
function createListener(place: string, onText: (sdl: string) => void, logger: Logger): SupergraphTextListener {
  let said: string | undefined;
  return {
    onText(sdl) {
      said = undefined;
      onText(sdl);
    },
    onTrouble(error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== said) supergraphUnreadable(logger, place, reason);
      said = reason;
    },
  };
}
