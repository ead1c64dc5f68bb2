import { FieldInfo } from './field-info.ts';
import type { FieldPlan } from './field-plan.ts';
import { isPromise } from './is-promise.ts';
import type { Place, Run } from './run.ts';

/** JSON text; null for what is null. */
export type Written = string | null;

/** The fields of one object, side by side. */
export function executeFields(
  run: Run,
  fields: readonly FieldPlan[],
  source: unknown,
  place: Place | undefined,
): string | Promise<string> {
  const values: (Written | Promise<Written>)[] = [];
  let isPending = false;
  try {
    for (const field of fields) {
      const value = executeField(run, field, source, place);
      isPending ||= isPromise(value);
      values.push(value);
    }
  } catch (error) {
    // What the others come to is nothing any more, but none of it may go unheard.
    if (isPending) return Promise.allSettled(values).then(() => Promise.reject(error));
    throw error;
  }
  return isPending ? Promise.all(values).then((all) => writeObject(fields, all)) : writeObject(fields, values);
}

/** One after the other, as the fields of a mutation are. */
export async function executeInTurn(run: Run, fields: readonly FieldPlan[]): Promise<string> {
  const values: Written[] = [];
  for (const field of fields) values.push(await executeField(run, field, undefined, undefined));
  return writeObject(fields, values);
}

function writeObject(fields: readonly FieldPlan[], values: readonly unknown[]): string {
  let text = '';
  for (let at = 0; at < fields.length; at += 1) {
    text += `${at === 0 ? '{' : ','}${fields[at]?.prefix}${values[at] ?? 'null'}`;
  }
  return `${text}}`;
}

/** What can be written of an object without a resolver; undefined where one is needed, or something is wrong. */
export function writePlain(run: Run, fields: readonly FieldPlan[], source: object): string | undefined {
  const values: Written[] = [];
  try {
    for (const field of fields) {
      const value = writePlainField(run, field, source);
      if (value === undefined) return undefined;
      values.push(value);
    }
  } catch {
    // Said where it stands, when the object is executed as any other.
    return undefined;
  }
  return writeObject(fields, values);
}

function writePlainField(run: Run, field: FieldPlan, source: object): Written | undefined {
  if (field.constant !== undefined) return field.constant;
  if (field.resolve) return undefined;
  const value: unknown = Reflect.get(source, field.name);
  if (value === null || value === undefined) return field.isNonNull ? undefined : null;
  if (!field.isLeaf || typeof value === 'function' || isPromise(value)) return undefined;
  const written = field.complete(run, value, field, undefined, field.key);
  return isPromise(written) ? undefined : written;
}

function executeField(
  run: Run,
  field: FieldPlan,
  source: unknown,
  place: Place | undefined,
): Written | Promise<Written> {
  if (field.constant !== undefined) return field.constant;
  const { key } = field;
  try {
    const value = resolveField(run, field, source, place);
    const done = isPromise(value)
      ? value.then((it) => field.complete(run, it, field, place, key))
      : field.complete(run, value, field, place, key);
    if (!isPromise(done)) return done;
    return done.then(undefined, (error) => run.fail(error, field, { before: place, key }, field.isNonNull));
  } catch (error) {
    return run.fail(error, field, { before: place, key }, field.isNonNull);
  }
}

function resolveField(run: Run, field: FieldPlan, source: unknown, place: Place | undefined): unknown {
  const { resolve } = field;
  if (resolve)
    return resolve(source, field.readArguments(run.variables), run.context, new FieldInfo(run, field, place));
  if (!isObject(source)) return undefined;
  const value = source[field.name];
  return typeof value === 'function'
    ? value.call(source, field.readArguments(run.variables), run.context, new FieldInfo(run, field, place))
    : value;
}

function isObject(source: unknown): source is Readonly<Record<string, unknown>> {
  return (typeof source === 'object' && source !== null) || typeof source === 'function';
}
