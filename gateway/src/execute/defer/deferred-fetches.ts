import { setImmediate as turn } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { DeferredStep } from '../compiled-plan.ts';
import type { Run } from '../run.ts';

/** Fetches of deferred parts while they run. */
export type DeferredFetches = {
  /** Begins parts of a plan whose first part is about to run; to be called again when that is over. */
  readonly begin: NonNullable<Run['defer']>;
  readonly fetched: NonNullable<Run['onFetched']>;
  /** Whether all has been fetched for the deferred fragments of a label. */
  isOver(label: string): boolean;
  /** What went wrong in fetching for them. */
  errorsOf(label: string): readonly GraphQLError[];
  /** Resolves when more is over; those that end in one turn of the event loop are told of together. */
  changed(): Promise<void>;
};

type RunningPart = { isOver: boolean; readonly errors: GraphQLError[] };

export function createDeferredFetches(runPart: (run: Run, part: DeferredStep) => Promise<void>): DeferredFetches {
  const byLabel = new Map<string, RunningPart[]>();
  const fetched = new Map<string, PromiseWithResolvers<void>>();
  let change = Promise.withResolvers<void>();

  function signalOf(id: string): PromiseWithResolvers<void> {
    const signal = fetched.get(id) ?? Promise.withResolvers<void>();
    fetched.set(id, signal);
    return signal;
  }

  /** `allIsOver`: of what the part may build on, in parts around it too. */
  async function follow(run: Run, part: DeferredStep, running: RunningPart, allIsOver: Promise<void>): Promise<void> {
    const built = Promise.all(part.depends.map((id) => signalOf(id).promise));
    try {
      // A fetch that turned out to be needless is never over by itself.
      await Promise.race([built, allIsOver]);
      const defer: DeferredFetches['begin'] = (inner, parts) => begin(inner, parts, allIsOver);
      await runPart({ ...run, errors: running.errors, defer }, part);
    } catch (error) {
      const originalError = error instanceof Error ? error : new Error(String(error));
      running.errors.push(new GraphQLError(originalError.message, { originalError }));
    }
    running.isOver = true;
    change.resolve();
  }

  function begin(run: Run, parts: readonly DeferredStep[], outerIsOver: Promise<void>): () => void {
    const first = Promise.withResolvers<void>();
    const allIsOver = first.promise.then(() => outerIsOver);
    for (const part of parts) {
      const running: RunningPart = { isOver: false, errors: [] };
      const label = part.label ?? '';
      byLabel.set(label, [...(byLabel.get(label) ?? []), running]);
      void follow(run, part, running, allIsOver);
    }
    return first.resolve;
  }

  return {
    begin: (run, parts) => begin(run, parts, Promise.resolve()),
    fetched({ id }) {
      if (id !== undefined) signalOf(id).resolve();
    },
    isOver: (label) => byLabel.get(label)?.every(({ isOver }) => isOver) ?? true,
    errorsOf: (label) => byLabel.get(label)?.flatMap(({ errors }) => errors) ?? [],
    async changed() {
      await change.promise;
      await turn();
      change = Promise.withResolvers<void>();
    },
  };
}
