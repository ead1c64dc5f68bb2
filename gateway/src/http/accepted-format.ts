import { type IncrementalFormat, incrementalFormats } from '../execute/defer/payloads.ts';

/**
 * The form in which a client takes answers in parts: the one it prefers by `q`, else the first that it names.
 * Undefined for a client that names none; a bare `multipart/mixed` is no promise to understand any.
 */
export function acceptedFormat(accept: string | undefined): IncrementalFormat | undefined {
  if (accept?.includes('multipart/mixed') !== true) return undefined;
  let found: IncrementalFormat | undefined;
  let best = 0;
  for (const range of accept.split(',')) {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().replaceAll('"', ''));
    if (type !== 'multipart/mixed') continue;
    const format = incrementalFormats.find(({ parameter }) => parameters.includes(parameter));
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (!format || !(quality > best)) continue;
    found = format;
    best = quality;
  }
  return found;
}
