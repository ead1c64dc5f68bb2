import type { StreamEvent } from '@lectern/events';

/** One entry of a stream as Redis gives it. */
export type Entry = {
  readonly entryId: string;
  /** Names and values in turn. */
  readonly fields: readonly string[];
};

/** The entries in an answer of XREADGROUP (one stream) or XAUTOCLAIM; those that were trimmed meanwhile are left out. */
export function readEntries(list: unknown): readonly Entry[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    if (!Array.isArray(item)) return [];
    const [entryId, fields]: unknown[] = item;
    return typeof entryId === 'string' && Array.isArray(fields) ? [{ entryId, fields: fields.map(String) }] : [];
  });
}

/** Throws when the entry is none of ours. */
export function parseEvent({ fields }: Entry): StreamEvent<string, unknown> {
  const values = new Map<string, string>();
  for (let index = 0; index + 1 < fields.length; index += 2) values.set(fields[index] ?? '', fields[index + 1] ?? '');
  const field = (name: string): string => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the entry has no field "${name}"`);
    return value;
  };
  const payload: unknown = JSON.parse(field('payload'));
  return { id: field('id'), type: field('type'), occurredAt: field('occurredAt'), payload };
}
