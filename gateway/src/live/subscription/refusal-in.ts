import { accessErrors } from '@lectern/errors';
import { objectOf } from '../../operation/operation-request.ts';
import { liveErrors } from '../live.errors.ts';

/** A snapshot that shows nothing refuses the subscription: with its own errors, or as for something not there. */
export function refusalIn(result: string, key: string): string | undefined {
  // The one field stands first; where it was left out by `@include`, nobody was asked whether it may be seen. Only what
  // looks like a refusal is worth reading.
  const shown = `{"data":{"${key}":`;
  if (result.startsWith(shown) && !result.startsWith('null', shown.length)) return undefined;
  const { data, errors } = JSON.parse(result);
  if (data?.[key] !== null && data?.[key] !== undefined) return undefined;
  if (errors) return JSON.stringify({ errors });
  const { message, code } = liveErrors.make('SUBSCRIPTION_REFUSED');
  return JSON.stringify({ errors: [{ message, path: [key], extensions: { code } }] });
}

/**
 * The same of a snapshot that is asked for once more while a subscription lives. What cannot be asked at the moment
 * ends nothing: only that there is nothing any more, or that the viewer may not.
 */
export function lossIn(result: string, key: string): string | undefined {
  const refusal = refusalIn(result, key);
  if (refusal === undefined) return undefined;
  const { errors } = JSON.parse(refusal);
  const isFinal = (error: unknown) => finalCodes.has(codeOf(error));
  return Array.isArray(errors) && errors.every(isFinal) ? refusal : undefined;
}

const finalCodes: ReadonlySet<unknown> = new Set(['SUBSCRIPTION_REFUSED', ...Object.keys(accessErrors.definitions)]);

function codeOf(error: unknown): unknown {
  return objectOf(objectOf(error)?.extensions)?.code;
}
