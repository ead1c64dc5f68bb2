import type { LiveEnvelope } from '@lectern/events';

/** The envelope in a message or a kept event; undefined when it is none of ours. */
export function readEnvelope(text: string): LiveEnvelope | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isEnvelope(value) ? value : undefined;
}

export function isEnvelope(value: unknown): value is LiveEnvelope {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'epoch' in value &&
    typeof value.epoch === 'string' &&
    'offset' in value &&
    typeof value.offset === 'number' &&
    'at' in value &&
    typeof value.at === 'string' &&
    'data' in value
  );
}
