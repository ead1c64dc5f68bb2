import type { CompiledFetch } from './compiled-plan.ts';
import type { EntityBatch } from './entity-batch.ts';

/**
 * Brings together entity fetches that may be sent as one request. A fetch that is ready waits for the others of its
 * group, a bounded time: a slow subgraph on one way must not hold up the other for long.
 */
export type GroupStates = {
  /** Over when its answer has been merged. */
  arrive(fetch: CompiledFetch, batches: readonly EntityBatch[]): Promise<void>;
  /** The fetch turned out to have nothing to ask for. */
  absent(fetch: CompiledFetch): void;
};

type Group = {
  missing: number;
  ready: EntityBatch[];
  waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[];
  timer: NodeJS.Timeout | undefined;
};

export function createGroupStates(
  sizes: readonly number[],
  send: (batches: readonly EntityBatch[]) => Promise<void>,
  holdMs: () => number,
): GroupStates {
  const groups: Group[] = sizes.map((missing) => ({ missing, ready: [], waiting: [], timer: undefined }));

  function groupOf({ group }: CompiledFetch): Group {
    const found = group === undefined ? undefined : groups[group];
    if (!found) throw new Error('a fetch without a group was grouped');
    return found;
  }

  function flush(group: Group): void {
    clearTimeout(group.timer);
    group.timer = undefined;
    const { ready, waiting } = group;
    if (waiting.length === 0) return;
    group.ready = [];
    group.waiting = [];
    send(ready).then(
      () => {
        for (const { resolve } of waiting) resolve();
      },
      (error: unknown) => {
        for (const { reject } of waiting) reject(error);
      },
    );
  }

  function settle(group: Group): void {
    group.missing -= 1;
    if (group.missing <= 0) flush(group);
    else if (group.waiting.length > 0) group.timer ??= setTimeout(() => flush(group), holdMs());
  }

  return {
    arrive(fetch, batches) {
      const group = groupOf(fetch);
      group.ready.push(...batches);
      return new Promise((resolve, reject) => {
        group.waiting.push({ resolve, reject });
        settle(group);
      });
    },
    absent: (fetch) => settle(groupOf(fetch)),
  };
}
