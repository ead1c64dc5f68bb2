import { isObject, type Objectlike, read, write } from './objects.ts';

/**
 * Merges what one more fetch has found into an object of the result, in place. Fields of both are merged in depth,
 * lists entry by entry; where one of the two is null the other is kept, so that a subgraph that fails takes away only
 * what it alone knows.
 */
export function mergeInto(target: Objectlike, source: Objectlike): void {
  for (const key in source) {
    const value = source[key];
    const present = read(target, key);
    if (present === undefined || present === null) write(target, key, value);
    else if (value !== null && typeof value === 'object' && typeof present === 'object') mergeBoth(present, value);
    else if (value !== null && value !== undefined) write(target, key, value);
  }
}

function mergeBoth(present: object, value: object): void {
  if (present === value) return;
  if (Array.isArray(present) && Array.isArray(value)) mergeLists(present, value);
  else if (isObject(present) && isObject(value)) mergeInto(present, value);
}

function mergeLists(present: unknown[], values: readonly unknown[]): void {
  for (const [index, value] of values.entries()) {
    const entry = present[index];
    if (entry === undefined || entry === null) present[index] = value;
    else if (typeof entry === 'object' && typeof value === 'object' && value !== null) mergeBoth(entry, value);
    else if (value !== null) present[index] = value;
  }
}
