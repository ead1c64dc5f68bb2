import {
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { isObject, type Objectlike, read, write } from '../objects.ts';
import { collectFields, type OutputObject, type SelectedField, type Selecting } from './collect-fields.ts';
import { createLeafReader } from './leaf.ts';
import { concreteType } from './write-object.ts';

/** Something in the merged data that does not fit the schema. */
export type Misfit = {
  readonly path: readonly (string | number)[];
  /** NOT_FOUND: nothing was fetched for it, since the entity around it was not found by the subgraph that has it. */
  readonly kind: 'NOT_FOUND' | 'INVALID';
  /** For the log. */
  readonly reason: string;
};

export type Shaped = { readonly data: Objectlike | null; readonly misfits: readonly Misfit[] };

/** A value that may not stand where it stands. */
type Hole = { readonly isHole: true };
const theHole: Hole = { isHole: true };
/** Of an object that one subgraph refers to and none knows: it is not there, and where it may be null that is no fault. */
const unknown: Hole = { isHole: true };

/** A member of an object and what is selected below it, in whatever form `Collect` takes that. */
export type CollectedField<Sets> = Omit<SelectedField, 'sets'> & { readonly sets: Sets };

/** The members of an object that stands at a path. */
export type Collect<Sets> = (
  type: OutputObject,
  sets: Sets,
  object: Objectlike,
  path: readonly (string | number)[],
) => readonly CollectedField<Sets>[];

/** The slow way: finds out what is wrong, and propagates nulls as the specification says. */
export function shape(selecting: Selecting, root: OutputObject, set: SelectionSetNode, data: Objectlike): Shaped {
  const collect = (type: OutputObject, sets: readonly SelectionSetNode[]) => collectFields(selecting, type, sets);
  return shapeObject(selecting, collect, { type: root, fields: collect(root, [set]), object: data, path: [] });
}

/** What is to be shaped: some members of one object. */
export type Part<Sets> = {
  readonly type: OutputObject;
  readonly fields: readonly CollectedField<Sets>[];
  readonly object: Objectlike;
  readonly path: readonly (string | number)[];
};

/** Shapes a part of the result; null where nulls propagate to its object. */
export function shapeObject<Sets>(selecting: Selecting, collect: Collect<Sets>, part: Part<Sets>): Shaped {
  const misfits: Misfit[] = [];
  const at: (string | number)[] = [...part.path];

  function hole(reason: string, kind: Misfit['kind'] = 'INVALID'): Hole {
    misfits.push({ path: [...at], kind, reason });
    return theHole;
  }

  function complete(type: GraphQLOutputType, sets: Sets, value: unknown): unknown {
    if (!isNonNullType(type)) {
      const found = value === null || value === undefined ? null : completeValue(type, sets, value);
      return isHole(found) ? null : found;
    }
    if (value === undefined) return hole('is missing', 'NOT_FOUND');
    if (value === null) return hole('is null and may not be');
    const found = completeValue(type.ofType, sets, value);
    return found === unknown ? hole('was not found', 'NOT_FOUND') : found;
  }

  function completeValue(type: GraphQLOutputType, sets: Sets, value: unknown): unknown {
    if (isListType(type)) return completeList(type.ofType, sets, value);
    if (isLeafType(type)) {
      const found = createLeafReader(type)(value);
      return found === undefined ? hole(`is no ${type.name}`) : found;
    }
    if (!isObject(value)) return hole('is no object');
    const concrete = concreteType(selecting, type, value.__typename);
    if (!concrete) return hole('is of a type that may not stand here');
    return completeObject(concrete, collect(concrete, sets, value, at), value);
  }

  function completeList(type: GraphQLOutputType, sets: Sets, value: unknown): unknown {
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
    fields: readonly CollectedField<Sets>[],
    object: Objectlike,
  ): Objectlike | Hole {
    const result: Objectlike = {};
    for (const field of fields) {
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
      const isNowhere = value === undefined && isNonNullType(fieldType);
      if (isNowhere && !isObjectType(type)) {
        at.pop();
        return unknown;
      }
      const found = complete(fieldType, below, value);
      at.pop();
      if (isHole(found)) return found;
      write(result, key, found);
    }
    return result;
  }

  const shaped = completeObject(part.type, part.fields, part.object);
  return { data: isHole(shaped) ? null : shaped, misfits };
}

function isHole(value: unknown): value is Hole {
  return value === theHole || value === unknown;
}
