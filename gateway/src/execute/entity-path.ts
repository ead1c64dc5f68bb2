import { isObject, type Objectlike, read } from './objects.ts';
import type { TypeConditions } from './type-conditions.ts';

/** One step down from the root of the result: into a field, or into each entry of a list. */
export type PathStep = {
  /** Undefined: into each entry of a list. */
  readonly key: string | undefined;
  /** Only objects of these types are followed. */
  readonly types: readonly string[] | undefined;
};

/** Where objects stand that entities are fetched for. */
export type EntityPath = readonly PathStep[];

export type Position = {
  readonly object: Objectlike;
  readonly path: readonly (string | number)[];
  /** The objects above it, the root first. */
  readonly ancestors: readonly Objectlike[];
};

const typed = /^(.*?)\|\[(.*)\]$/s;

/** Reads a planner's path, e.g. `["", "shelves", "@|[Book,Film]", "author"]`. */
export function readEntityPath(path: readonly (string | number)[]): EntityPath {
  const steps: PathStep[] = [];
  for (const element of path) {
    const found = typed.exec(String(element));
    const key = found ? (found[1] ?? '') : String(element);
    const types = found?.[2] ? found[2].split(',') : undefined;
    if (key === '') {
      if (types) steps.push({ key: '', types });
    } else {
      steps.push({ key: key === '@' ? undefined : key, types });
    }
  }
  return steps;
}

/**
 * Called with each object and the slot it stands in. False when it has put another object there: the one that stood
 * there may stand elsewhere too, and has to be replaced there as well.
 */
export type ObjectVisitor = (
  object: Objectlike,
  container: Record<string | number, unknown>,
  key: string | number,
) => boolean;

/** Hot: every entity fetch walks the result once. Visits objects that stand in several places once when `seen` is given. */
export function visitObjects(
  root: Objectlike,
  path: EntityPath,
  applies: TypeConditions,
  visit: ObjectVisitor,
  seen: Set<object> | undefined,
): void {
  const last = path.length - 1;

  function found(value: unknown, container: Record<string | number, unknown>, key: string | number): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) found(value[index], value as never, index);
      return;
    }
    if (seen?.has(value)) return;
    if (visit(value as Objectlike, container, key)) seen?.add(value);
  }

  function intoList(list: unknown[], index: number, types: readonly string[] | undefined): void {
    if (seen) {
      if (seen.has(list)) return;
      seen.add(list);
    }
    for (let at = 0; at < list.length; at += 1) {
      const entry = list[at];
      if (types && !fits(entry, types, applies)) continue;
      if (index > last) found(entry, list as never, at);
      else walk(entry, index);
    }
  }

  function walk(start: unknown, from: number): void {
    let value = start;
    for (let index = from; index <= last; index += 1) {
      if (typeof value !== 'object' || value === null) return;
      const step = path[index];
      if (!step) return;
      const { key, types } = step;
      if (Array.isArray(value)) {
        if (key === undefined) intoList(value, index + 1, types);
        else intoList(value, index, undefined);
        return;
      }
      if (key === undefined) return;
      const next: unknown = key === '' ? value : read(value as Objectlike, key);
      if (types && !Array.isArray(next) && !fits(next, types, applies)) return;
      if (index === last && key !== '') {
        found(next, value as Objectlike, key);
        return;
      }
      value = next;
    }
    if (typeof value === 'object' && value !== null) visit(value as Objectlike, {}, '');
  }

  walk(root, 0);
}

function fits(value: unknown, types: readonly string[] | undefined, applies: TypeConditions): boolean {
  if (!types || !isObject(value)) return true;
  const name = value.__typename;
  return typeof name !== 'string' || types.some((type) => applies(name, type));
}

/** The same walk with the place of each object, for errors and for what entities take from above them. */
export function collectPositions(root: Objectlike, path: EntityPath, applies: TypeConditions): Position[] {
  const positions: Position[] = [];
  const walk = (value: unknown, index: number, at: (string | number)[], ancestors: readonly Objectlike[]): void => {
    if (Array.isArray(value)) {
      const step = path[index];
      const isListStep = step !== undefined && step.key === undefined;
      for (const [place, entry] of value.entries()) {
        if (isListStep && !fits(entry, step.types, applies)) continue;
        walk(entry, isListStep ? index + 1 : index, [...at, place], ancestors);
      }
      return;
    }
    if (!isObject(value)) return;
    const step = path[index];
    if (!step) {
      positions.push({ object: value, path: at, ancestors });
      return;
    }
    if (step.key === undefined) return;
    const next = step.key === '' ? value : read(value, step.key);
    if (step.types && !Array.isArray(next) && !fits(next, step.types, applies)) return;
    if (step.key === '') walk(next, index + 1, at, ancestors);
    else walk(next, index + 1, [...at, step.key], [...ancestors, value]);
  };
  walk(root, 0, [], []);
  return positions;
}
