import { inputErrors } from '@lectern/subgraph';

export type TextLimits = { readonly min?: number; readonly max: number };

/** A one-line text without white space around; throws BAD_INPUT unless it has `min` (0) to `max` characters. */
export function readLine(field: string, text: string, limits: TextLimits): string {
  return readText(field, text.replaceAll(/\s+/g, ' ').trim(), limits);
}

/** A text as it is; throws BAD_INPUT unless it has `min` (0) to `max` characters and none that cannot be stored. */
export function readText(field: string, text: string, { min = 0, max }: TextLimits): string {
  if (text.includes('\0')) throw badInput(field, `${field} contains a character that is not text.`);
  if (text.length < min || text.length > max) {
    throw badInput(field, `${field} must have ${min} to ${max} characters.`, { min, max });
  }
  return text;
}

/** Opaque ids of other services, each once; throws BAD_INPUT unless there are `min` (0) to `max`. */
export function readIds(field: string, ids: readonly string[], { min = 0, max }: TextLimits): string[] {
  if (ids.length < min || ids.length > max) {
    throw badInput(field, `${field} must name ${min} to ${max}.`, { min, max });
  }
  return [...new Set(ids.map((id) => readLine(field, id, { min: 1, max: foreignIdLengthMax })))];
}

/** An opaque id of another service. */
export function readForeignId(field: string, id: string): string {
  return readLine(field, id, { min: 1, max: foreignIdLengthMax });
}

export function badInput(field: string, message: string, facts: Readonly<Record<string, unknown>> = {}): Error {
  return inputErrors.make('BAD_INPUT', { message, facts: { ...facts, field } });
}

const foreignIdLengthMax = 100;
