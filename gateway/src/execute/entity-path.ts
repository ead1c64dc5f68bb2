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

/** Hot: every entity fetch walks the result once. Visits shared objects once when `seen` is given. */
export function collectObjects(
  value: unknown,
  path: EntityPath,
  applies: TypeConditions,
  into: Objectlike[],
  seen: Set<object> | undefined,
): void {
  collectFrom(value, path, 0, applies, into, seen);
}

function collectFrom(
  start: unknown,
  path: EntityPath,
  from: number,
  applies: TypeConditions,
  into: Objectlike[],
  seen: Set<object> | undefined,
): void {
  let value = start;
  for (let index = from; index < path.length; index += 1) {
    if (typeof value !== 'object' || value === null) return;
    const step = path[index];
    if (!step) return;
    if (step.key === undefined || Array.isArray(value)) {
      if (!Array.isArray(value)) return;
      if (seen) {
        if (seen.has(value)) return;
        seen.add(value);
      }
      const next = step.key === undefined ? index + 1 : index;
      for (const entry of value) {
        if (step.key === undefined && !fits(entry, step.types, applies)) continue;
        collectFrom(entry, path, next, applies, into, seen);
      }
      return;
    }
    if (step.key !== '') value = read(value as Objectlike, step.key);
    if (step.types && !Array.isArray(value) && !fits(value, step.types, applies)) return;
  }
  if (Array.isArray(value)) for (const entry of value) collectFrom(entry, path, path.length, applies, into, seen);
  else if (typeof value === 'object' && value !== null) {
    if (seen) {
      if (seen.has(value)) return;
      seen.add(value);
    }
    into.push(value as Objectlike);
  }
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
