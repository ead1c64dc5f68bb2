/** An object of the made-up data: an instance of an entity, an embedded object, or the root. */
export type Thing = {
  /** Concrete type; of a ghost, the interface that nobody knows it under. */
  readonly type: string;
  readonly id: string;
  /** Counted over all entities of a supergraph, so that keys that are numbers are unique; -1 for embedded objects. */
  readonly ordinal: number;
  readonly isGhost?: true;
};

/** What a field's value can be: nulls, leaves, things, errors to be thrown, and lists of them. */
export type Value = unknown;

export function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && 'ordinal' in value;
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'none' : JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${name}:${canonical(inner)}`).join()}}`;
}
