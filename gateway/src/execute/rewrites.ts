import type { FetchDataRewrite } from '@apollo/query-planner';
import { isObject, type Objectlike, read, write } from './objects.ts';
import type { TypeConditions } from './type-conditions.ts';

const onType = '... on ';

/** Applies the plan's rewrites to what a subgraph has answered, in place. */
export function applyRewrites(value: Objectlike, rewrites: readonly FetchDataRewrite[], applies: TypeConditions): void {
  for (const rewrite of rewrites) applyAt(value, rewrite.path, rewrite, applies);
}

function applyAt(value: unknown, path: readonly string[], rewrite: FetchDataRewrite, applies: TypeConditions): void {
  if (Array.isArray(value)) {
    for (const entry of value) applyAt(entry, path, rewrite, applies);
    return;
  }
  if (!isObject(value)) return;
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (head.startsWith(onType)) {
    const typeName = value.__typename;
    const fits = typeof typeName !== 'string' || applies(typeName, head.slice(onType.length));
    if (fits) applyAt(value, rest, rewrite, applies);
    return;
  }
  if (head === '@') applyAt(value, rest, rewrite, applies);
  else if (rest.length > 0) applyAt(read(value, head), rest, rewrite, applies);
  else if (rewrite.kind === 'ValueSetter') write(value, head, rewrite.setValueTo);
  else rename(value, head, rewrite.renameKeyTo);
}

function rename(object: Objectlike, from: string, to: string): void {
  const value = read(object, from);
  // Several renames may end in one name, each for another type: one that finds nothing must not take away what is there.
  if (value === undefined) return;
  write(object, to, value);
  delete object[from];
}

/** What a rewrite reads at its path from an object and the objects above it, for the arguments of a fetch. */
export function readAlong(
  object: Objectlike,
  ancestors: readonly Objectlike[],
  path: readonly string[],
  applies: TypeConditions,
): unknown {
  let level = ancestors.length;
  let at: unknown = object;
  for (const step of path) {
    if (step === '..') {
      level -= 1;
      at = ancestors[level];
    } else if (step.startsWith(onType)) {
      const typeName = isObject(at) ? at.__typename : undefined;
      if (typeof typeName === 'string' && !applies(typeName, step.slice(onType.length))) return undefined;
    } else if (Array.isArray(at)) {
      at = at.map((entry) => (isObject(entry) ? read(entry, step) : undefined));
    } else {
      at = isObject(at) ? read(at, step) : undefined;
    }
  }
  return at;
}
