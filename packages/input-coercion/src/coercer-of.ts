import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { reservedKey } from './reserved-key.ts';

/** The value that graphql-js makes of a given one; undefined, or throws, where that is not plain. */
export type Coerce = (given: unknown) => unknown;

/** Input types lead back to themselves, and many operations use the same. */
const inputObjects = new WeakMap<GraphQLInputObjectType, Coerce>();

export function coercerOf(type: GraphQLInputType): Coerce {
  if (isNonNullType(type)) return refusingNull(coercerOf(type.ofType));
  if (isListType(type)) return list(coercerOf(type.ofType));
  if (isInputObjectType(type)) {
    const known = inputObjects.get(type);
    if (known) return known;
    const coerce = inputObject(type);
    inputObjects.set(type, coerce);
    return coerce;
  }
  return (given) => (given === null || given === undefined ? null : type.parseValue(given));
}

function refusingNull(coerce: Coerce): Coerce {
  return (given) => (given === null || given === undefined ? undefined : coerce(given));
}

function list(coerceItem: Coerce): Coerce {
  return (given) => {
    if (given === null || given === undefined) return null;
    if (!Array.isArray(given)) {
      if (typeof given === 'object' && Symbol.iterator in given) return undefined;
      const only = coerceItem(given);
      return only === undefined ? undefined : [only];
    }
    const items: unknown[] = [];
    for (const item of given) {
      const coerced = coerceItem(item);
      if (coerced === undefined) return undefined;
      items.push(coerced);
    }
    return items;
  };
}

type Field = {
  readonly name: string;
  readonly coerce: Coerce;
  readonly defaultValue: unknown;
  readonly isRequired: boolean;
};

function inputObject(type: GraphQLInputObjectType): Coerce {
  const { isOneOf } = type;
  let compiled: readonly Field[] | undefined;
  const names = new Set(Object.keys(type.getFields()));
  if (names.has(reservedKey)) return () => undefined;
  return (given) => {
    if (given === null || given === undefined) return null;
    if (!isRecord(given)) return undefined;
    compiled ??= fieldsOf(type);
    for (const name in given) if (!names.has(name)) return undefined;
    const coerced = coerceFields(compiled, given);
    return coerced && isOneOf && !hasOne(coerced) ? undefined : coerced;
  };
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && !Array.isArray(given);
}

function fieldsOf(type: GraphQLInputObjectType): readonly Field[] {
  return Object.values(type.getFields()).map(({ name, type: fieldType, defaultValue }) => ({
    name,
    coerce: coercerOf(fieldType),
    defaultValue,
    isRequired: isNonNullType(fieldType),
  }));
}

function coerceFields(fields: readonly Field[], given: Readonly<Record<string, unknown>>) {
  const made: Record<string, unknown> = {};
  for (const { name, coerce, defaultValue, isRequired } of fields) {
    const value = given[name];
    if (value !== undefined) {
      const coerced = coerce(value);
      if (coerced === undefined) return undefined;
      made[name] = coerced;
    } else if (defaultValue !== undefined) made[name] = defaultValue;
    else if (isRequired) return undefined;
  }
  return made;
}

function hasOne(made: Readonly<Record<string, unknown>>): boolean {
  const [value, ...others] = Object.values(made);
  return value !== null && value !== undefined && others.length === 0;
}
