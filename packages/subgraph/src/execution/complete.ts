import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { executeFields } from './execute-fields.ts';
import { FieldInfo } from './field-info.ts';
import type { FieldPlan, Selection } from './field-plan.ts';
import { isPromise } from './is-promise.ts';
import type { Place, Run } from './run.ts';

/** Makes of what a resolver gave what stands in the answer; throws what is wrong with it. */
export type Complete = (
  run: Run,
  value: unknown,
  field: FieldPlan,
  before: Place | undefined,
  key: string | number,
) => unknown;

export function completerOf(type: GraphQLOutputType, selection: Selection | undefined): Complete {
  if (isNonNullType(type)) return nonNull(completerOf(type.ofType, selection));
  if (isListType(type)) return orNull(list(type.ofType, selection));
  if (isLeafType(type)) return orNull(leaf(type));
  if (!selection) throw new Error(`nothing is selected of ${type}`);
  if (isAbstractType(type)) return orNull(abstract(type, selection));
  return orNull(object(type, selection));
}

function orNull(complete: Complete): Complete {
  return (run, value, field, before, key) => {
    if (value === null || value === undefined) return null;
    // Resolvers may give an error in the place of a value.
    if (typeof value === 'object' && value instanceof Error) throw value;
    return complete(run, value, field, before, key);
  };
}

function nonNull(complete: Complete): Complete {
  const check = (value: unknown, { parentType, name }: FieldPlan): unknown => {
    if (value === null) throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`);
    return value;
  };
  return (run, value, field, before, key) => {
    const done = complete(run, value, field, before, key);
    return isPromise(done) ? done.then((it) => check(it, field)) : check(done, field);
  };
}

function leaf(type: GraphQLLeafType): Complete {
  return (_run, value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized === null || serialized === undefined) {
      throw new Error(`Expected \`${type}\` to serialize to a value, and it gave none.`);
    }
    return serialized;
  };
}

function list(itemType: GraphQLOutputType, selection: Selection | undefined): Complete {
  const complete = completerOf(itemType, selection);
  const isNonNull = isNonNullType(itemType);
  return (run, value, field, before, key) => {
    if (!isIterable(value)) {
      const { parentType, name } = field;
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${parentType.name}.${name}".`);
    }
    const place = { before, key };
    const items: unknown[] = [];
    let isPending = false;
    const completeItem = (item: unknown, index: number): unknown => {
      const fail = (error: unknown) => run.fail(error, field, { before: place, key: index }, isNonNull);
      try {
        const done = isPromise(item)
          ? item.then((it) => complete(run, it, field, place, index))
          : complete(run, item, field, place, index);
        return isPromise(done) ? done.then(undefined, fail) : done;
      } catch (error) {
        return fail(error);
      }
    };
    try {
      for (const item of value) {
        const done = completeItem(item, items.length);
        isPending ||= isPromise(done);
        items.push(done);
      }
    } catch (error) {
      // What the others come to is nothing any more, but none of it may go unheard.
      if (isPending) return Promise.allSettled(items).then(() => Promise.reject(error));
      throw error;
    }
    return isPending ? Promise.all(items) : items;
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function object(type: GraphQLObjectType, selection: Selection): Complete {
  return (run, value, _field, before, key) => executeFields(run, selection.of(type), value, { before, key });
}

function abstract(type: GraphQLAbstractType, selection: Selection): Complete {
  const { resolveType } = type;
  return (run, value, field, before, key) => {
    const info = new FieldInfo(run, field, before);
    const found = (resolveType ?? defaultTypeResolver)(value, run.context, info, type);
    const go = (name: unknown) =>
      executeFields(run, selection.of(runtimeType(run, type, name, field)), value, { before, key });
    return isPromise(found) ? found.then(go) : go(found);
  };
}

function runtimeType(
  { schema }: Run,
  type: GraphQLAbstractType,
  name: unknown,
  { parentType, name: fieldName, nodes }: FieldPlan,
): GraphQLObjectType {
  const found = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(found) && schema.isSubType(type, found)) return found;
  const place = `${parentType.name}.${fieldName}`;
  throw new GraphQLError(
    `Abstract type "${type.name}" must resolve to one of its types at runtime for field "${place}".`,
    {
      nodes,
    },
  );
}
