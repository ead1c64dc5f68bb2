import {
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { isObject, type Objectlike, read, write } from '../objects.ts';
import { collectFields, type OutputObject, type Selecting } from './collect-fields.ts';
import { createLeafReader } from './leaf.ts';
import { concreteType } from './write-object.ts';

/** Something in the merged data that does not fit the schema. */
export type Misfit = {
  readonly path: readonly (string | number)[];
  /** For the log. */
  readonly reason: string;
};

export type Shaped = { readonly data: Objectlike | null; readonly misfits: readonly Misfit[] };

/**
 * A value that may not stand where it stands. `isAbsent`: nothing was ever fetched for it, so that the object around
 * it counts as not found, which is no fault where that object may be null.
 */
type Hole = { readonly isHole: true; readonly isAbsent: boolean };

/** The slow way: finds out what is wrong, and propagates nulls as the specification says. */
export function shape(selecting: Selecting, root: OutputObject, set: SelectionSetNode, data: Objectlike): Shaped {
  const misfits: Misfit[] = [];
  const at: (string | number)[] = [];

  function hole(reason: string, isAbsent = false): Hole {
    if (!isAbsent) misfits.push({ path: [...at], reason });
    return { isHole: true, isAbsent };
  }

  function complete(type: GraphQLOutputType, sets: readonly SelectionSetNode[], value: unknown): unknown {
    if (!isNonNullType(type)) {
      const found = value === null || value === undefined ? null : completeValue(type, sets, value);
      return isHole(found) ? null : found;
    }
    if (value === undefined) return at.length > 1 ? hole('', true) : hole('is missing');
    if (value === null) return hole('is null and may not be');
    const found = completeValue(type.ofType, sets, value);
    return isHole(found) && found.isAbsent ? hole('was not found and may not be null') : found;
  }

  function completeValue(type: GraphQLOutputType, sets: readonly SelectionSetNode[], value: unknown): unknown {
    if (isListType(type)) return completeList(type.ofType, sets, value);
    if (isLeafType(type)) {
      const found = createLeafReader(type)(value);
      return found === undefined ? hole(`is no ${type.name}`) : found;
    }
    if (!isObject(value)) return hole('is no object');
    const concrete = concreteType(selecting, type, value.__typename);
    return concrete ? completeObject(concrete, sets, value) : hole('is of a type that may not stand here');
  }

  function completeList(type: GraphQLOutputType, sets: readonly SelectionSetNode[], value: unknown): unknown {
    if (!Array.isArray(value)) return hole('is no list');
    const entries: unknown[] = [];
    for (const [index, entry] of value.entries()) {
      at.push(index);
      const found = complete(type, sets, entry);
      at.pop();
      if (isHole(found)) return found;
      entries.push(found);
    }
    return entries;
  }

  function completeObject(
    type: OutputObject,
    sets: readonly SelectionSetNode[],
    object: Objectlike,
  ): Objectlike | Hole {
    const result: Objectlike = {};
    for (const field of collectFields(selecting, type, sets)) {
      const { key, from, name, type: fieldType, sets: below, isRefused } = field;
      at.push(key);
      // An interface's name is no answer to what the object is.
      const value =
        name === '__typename'
          ? isObjectType(type)
            ? type.name
            : undefined
          : isRefused
            ? undefined
            : read(object, from);
      const found = complete(fieldType, below, value);
      at.pop();
      if (isHole(found)) return found;
      write(result, key, found);
    }
    return result;
  }

  const shaped = completeObject(root, [set], data);
  return { data: isHole(shaped) ? null : shaped, misfits };
}

function isHole(value: unknown): value is Hole {
  return typeof value === 'object' && value !== null && 'isHole' in value && value.isHole === true;
}
