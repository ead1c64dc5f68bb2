import type { Position } from '@lectern/fanout';

/** What is said of an event beside its data. */
export type EventNotes = {
  readonly position?: Position | undefined;
  /** The state as it is, whatever was missed. */
  readonly snapshot?: boolean;
  /** The first of the events after the position that the client came back with. */
  readonly resumed?: boolean;
  /** What the client may come back with instead of a snapshot. */
  readonly ticket?: string;
  /** Events before this one that were left out for a slow client. */
  readonly skipped?: number;
  /** Nothing new arrives at the moment; the state is shown once more to say so. */
  readonly stale?: boolean;
};

/** The JSON text of a result with its notes. `result` is the text of an object with at least one member. */
export function withNotes(result: string, notes: EventNotes): string {
  const extensions = JSON.stringify(notes);
  return extensions === '{}' ? result : `${result.slice(0, -1)},"extensions":${extensions}}`;
}

/** Told to whoever comes back and has missed nothing: there is no data to repeat. */
export function nothingMissed(position: Position, ticket: string, isStale: boolean): string {
  const notes: EventNotes = { resumed: true, position, ticket, ...(isStale && { stale: true }) };
  return JSON.stringify({ extensions: notes });
}

/** What is told of the present state to whoever was told `since` last and nothing in between. */
export function notesOfPresent(since: Position | undefined, now: Position | undefined): EventNotes {
  if (isSamePosition(since, now)) return {};
  if (!since || since.epoch !== now?.epoch || now.offset < since.offset) return { snapshot: true };
  const skipped = now.offset - since.offset - 1;
  return skipped > 0 ? { skipped } : {};
}

export function isSamePosition(one: Position | undefined, other: Position | undefined): boolean {
  return one?.epoch === other?.epoch && one?.offset === other?.offset;
}

/** A position as one word, for lines that have a place for it. */
export function nameOf(position: Position | undefined): string | undefined {
  return position && `${position.epoch}:${position.offset}`;
}
