import type { Position } from './feed-types.ts';

/** What Redis keeps of a topic, as far as it is news to whoever asked. */
export type KeptRow = {
  /** The run of Redis that answered. */
  readonly run: string;
  /** Of the newest event; undefined when nothing is kept. */
  readonly newest: Position | undefined;
  /** The newest events as text, oldest first: all that were missed, or else the newest alone. */
  readonly texts: readonly string[];
};

/** What whoever stands at a position has to be told. `NOTHING`: it has missed none. */
export type CatchUp =
  | { readonly kind: 'NOTHING' }
  | { readonly kind: 'MISSED'; readonly texts: readonly string[] }
  | { readonly kind: 'BROKEN'; readonly newest: string | undefined };

const nothing: CatchUp = { kind: 'NOTHING' };

/** Where the row begins in a run of Redis that keeps nothing of the topic. */
export function beginningOf(run: string): Position {
  return { epoch: `run:${run}`, offset: 0 };
}

export function catchUp(known: Position, row: KeptRow): CatchUp {
  const beginning = beginningOf(row.run);
  const newest = row.newest ?? beginning;
  const isSameRow = known.epoch === newest.epoch || known.epoch === beginning.epoch;
  // In the same epoch, Redis may know less: it has come back without its last second. The next event has a new epoch.
  if (isSameRow && newest.offset <= known.offset) return nothing;
  if (isSameRow && row.texts.length === newest.offset - known.offset) return { kind: 'MISSED', texts: row.texts };
  return { kind: 'BROKEN', newest: row.texts.at(-1) };
}
