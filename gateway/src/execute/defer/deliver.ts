import type { GraphQLError, SelectionSetNode } from 'graphql';
import { isObject, type Objectlike, read } from '../objects.ts';
import type { OutputObject, Selecting } from '../project/collect-fields.ts';
import { type Part, shapeObject } from '../project/shape.ts';
import type { Collector, Group, Path, Usage, UsedSets } from './collect-deferred.ts';
import type { DeferredFetches } from './deferred-fetches.ts';
import { type ErrorBook, explain } from './told-errors.ts';

/** A deferred fragment that the client has been told to wait for. */
export type Pending = { readonly id: string; readonly usage: Usage };

/** Some members of one object, which come with a fragment that is pending. */
export type Increment = {
  readonly of: Pending;
  readonly path: Path;
  readonly data: Objectlike;
  readonly errors: GraphQLError[];
};

/** One message to the client, before it has the form of a protocol. */
export type Delivery = {
  /** What is to be waited for from now on. */
  readonly pending: readonly Pending[];
  readonly increments: readonly Increment[];
  /** What is not to be waited for any more; with errors where nulls have propagated to the fragment. */
  readonly completed: readonly { readonly of: Pending; readonly errors: GraphQLError[] | undefined }[];
  readonly hasNext: boolean;
};

export type Deliverer = {
  /** The first part; `told` are the errors of its fetches, and are added to. To be called first. */
  first(
    part: RootPart,
    told: GraphQLError[],
  ): { readonly data: Objectlike | null; readonly pending: readonly Pending[] };
  /** All that can be sent now; undefined where that is nothing. */
  next(): Delivery | undefined;
  /** Whether something is still to come. */
  isWaiting(): boolean;
};

export type RootPart = {
  readonly type: OutputObject;
  readonly set: SelectionSetNode;
  readonly object: Objectlike;
};

type Outcome =
  | { readonly isFailed: false; readonly data: Objectlike; readonly errors: GraphQLError[] }
  | { readonly isFailed: true; readonly errors: GraphQLError[] };

export function createDeliverer(
  selecting: Selecting,
  collector: Collector,
  fetches: Pick<DeferredFetches, 'isOver' | 'errorsOf'>,
  errors: ErrorBook,
): Deliverer {
  const groupsOf = new Map<Usage, Group[]>();
  const childrenOf = new Map<Usage | undefined, Set<Usage>>();
  const outcomes = new Map<Group, Outcome>();
  const sent = new Set<Group>();
  const open = new Map<Usage, Pending>();
  let ids = 0;

  /** Takes in what was found in a part; what stood in an object that became null is not there any more. */
  function keep(found: readonly Group[], part: Part<UsedSets>, data: Objectlike | null): void {
    for (const group of found) {
      if (!isThere(data, group.path.slice(part.path.length))) continue;
      for (const usage of group.usages) {
        groupsOf.set(usage, [...(groupsOf.get(usage) ?? []), group]);
        for (let at: Usage | undefined = usage; at; at = at.parent) {
          const children = childrenOf.get(at.parent) ?? new Set();
          childrenOf.set(at.parent, children.add(at));
        }
      }
    }
  }

  /** Fetches of a fragment are known when those of the fragments around it are over, and may build on them. */
  function isOver(usage: Usage): boolean {
    return fetches.isOver(usage.label) && (usage.parent === undefined || isOver(usage.parent));
  }

  /** Announces the fragments in one that was sent; one that has nothing of its own is as good as sent. */
  function announce(parent: Usage | undefined): readonly Pending[] {
    return [...(childrenOf.get(parent) ?? [])].flatMap((usage) => {
      if (!groupsOf.has(usage)) return announce(usage);
      const pending = { id: String(ids), usage };
      ids += 1;
      open.set(usage, pending);
      return [pending];
    });
  }

  function failuresOf(group: Group): readonly GraphQLError[] {
    return group.usages.flatMap(({ label }) => fetches.errorsOf(label));
  }

  function shape(group: Group): Outcome {
    const known = outcomes.get(group);
    if (known) return known;
    const found: Group[] = [];
    const collect = collector.collectFor(group.usages, (each) => found.push(each));
    const { data, misfits } = shapeObject(selecting, collect, group);
    keep(found, group, data);
    const failures = failuresOf(group);
    const told = explain(misfits, errors.take(group, failures), errors.known(failures));
    const outcome: Outcome = data ? { isFailed: false, data, errors: told } : { isFailed: true, errors: told };
    outcomes.set(group, outcome);
    return outcome;
  }

  /** Shapes all groups of a fragment, those too that come to light meanwhile. */
  function shapeAll(usage: Usage): readonly { readonly group: Group; readonly outcome: Outcome }[] {
    const shaped: { group: Group; outcome: Outcome }[] = [];
    for (let index = 0; ; index += 1) {
      const group = groupsOf.get(usage)?.[index];
      if (!group) return shaped;
      if (!sent.has(group)) shaped.push({ group, outcome: shape(group) });
    }
  }

  function release(pending: Pending): Omit<Delivery, 'hasNext'> {
    const shaped = shapeAll(pending.usage);
    const failed = shaped.flatMap(({ outcome }) => (outcome.isFailed ? [outcome.errors] : []));
    if (failed.length > 0) {
      open.delete(pending.usage);
      return { pending: [], increments: [], completed: [{ of: pending, errors: failed.flat() }] };
    }
    const increments = shaped.flatMap(({ group, outcome }): Increment[] => {
      if (outcome.isFailed) return [];
      sent.add(group);
      return [{ of: nearest(group, pending), path: group.path, data: outcome.data, errors: outcome.errors }];
    });
    open.delete(pending.usage);
    return { pending: announce(pending.usage), increments, completed: [{ of: pending, errors: undefined }] };
  }

  /** Of the fragments that a group belongs to, the one that stands nearest to it. */
  function nearest({ usages }: Group, released: Pending): Pending {
    let found = released;
    for (const usage of usages) {
      const pending = open.get(usage);
      if (pending && usage.path.length > found.usage.path.length) found = pending;
    }
    return found;
  }

  return {
    first({ type, set, object }, told) {
      const found: Group[] = [];
      const collect = collector.collectFor([], (group) => found.push(group));
      const part = { type, fields: collect(type, [{ set, usage: undefined }], object, []), object, path: [] };
      const { data, misfits } = shapeObject(selecting, collect, part);
      keep(found, part, data);
      explain(misfits, told, []);
      return { data, pending: announce(undefined) };
    },
    next() {
      const released: Omit<Delivery, 'hasNext'>[] = [];
      const labels = new Set<string>();
      for (const pending of [...open.values()]) {
        if (!isOver(pending.usage)) continue;
        labels.add(pending.usage.label);
        released.push(release(pending));
      }
      if (released.length === 0) return undefined;
      const delivery: Delivery = {
        pending: released.flatMap(({ pending }) => pending),
        increments: released.flatMap(({ increments }) => increments),
        completed: released.flatMap(({ completed }) => completed),
        hasNext: open.size > 0,
      };
      for (const label of labels) addRest(delivery, label, errors.takeRest(fetches.errorsOf(label)));
      return delivery;
    },
    isWaiting: () => open.size > 0,
  };
}

/** Errors that stand nowhere in particular go with the first that was fetched together with them. */
function addRest({ increments, completed }: Delivery, label: string, rest: readonly GraphQLError[]): void {
  const increment = increments.find(({ of }) => of.usage.label === label);
  const failed = completed.find(({ of, errors }) => errors && of.usage.label === label);
  (increment ?? failed)?.errors?.push(...rest);
}

/** Whether an object of the result is still there. */
function isThere(data: Objectlike | null, path: Path): boolean {
  let at: unknown = data;
  for (const key of path) {
    if (Array.isArray(at) && typeof key === 'number') at = at[key];
    else if (isObject(at)) at = read(at, String(key));
    else return false;
  }
  return isObject(at);
}
