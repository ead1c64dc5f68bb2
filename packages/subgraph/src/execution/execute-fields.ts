import { FieldInfo } from './field-info.ts';
import type { FieldPlan } from './field-plan.ts';
import { isPromise } from './is-promise.ts';
import type { Place, Run } from './run.ts';

export type Answered = Record<string, unknown>;

/** The fields of one object, side by side. */
export function executeFields(
  run: Run,
  fields: readonly FieldPlan[],
  source: unknown,
  place: Place | undefined,
): Answered | Promise<Answered> {
  const answered: Answered = {};
  let pending: Promise<unknown>[] | undefined;
  try {
    for (const field of fields) {
      const { key } = field;
      const value = executeField(run, field, source, place);
      // A place is taken for what comes later: fields stand in the order in which they were asked for.
      answered[key] = value;
      if (isPromise(value)) {
        pending ??= [];
        pending.push(
          value.then((it) => {
            answered[key] = it;
          }),
        );
      }
    }
  } catch (error) {
    // What the others come to is nothing any more, but none of it may go unheard.
    if (pending) return Promise.allSettled(pending).then(() => Promise.reject(error));
    throw error;
  }
  return pending ? Promise.all(pending).then(() => answered) : answered;
}

/** One after the other, as the fields of a mutation are. */
export async function executeInTurn(run: Run, fields: readonly FieldPlan[]): Promise<Answered> {
  const answered: Answered = {};
  for (const field of fields) answered[field.key] = await executeField(run, field, undefined, undefined);
  return answered;
}

function executeField(run: Run, field: FieldPlan, source: unknown, place: Place | undefined): unknown {
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
