import type { Told } from './_live-line.ts';
import type { LiveTopic, Place } from './_live-rig.ts';

/** How an operation asks, and what may be said of its values. */
export type Asked = {
  readonly topic: LiveTopic;
  readonly query: string;
  /** Out of the data; undefined where there is none. */
  readonly valueIn: (told: Told) => number | undefined;
  /** Events do not carry all that is asked for, so that the values are those of the source at that moment. */
  readonly isFromSource: boolean;
};

const nameOf = ({ epoch, offset }: Place) => `${epoch}:${offset}`;
export const topicName = ({ kind, id }: LiveTopic) => `${kind}.${id}`;

/** What was published, by topic and position. Values only rise. */
export function createBook() {
  const published = new Map<string, Map<string, number>>();
  const newest = new Map<string, number>();
  const placesOf = (topic: LiveTopic) => {
    const places = published.get(topicName(topic)) ?? new Map<string, number>();
    published.set(topicName(topic), places);
    return places;
  };
  return {
    /** Before it is published. */
    next(topic: LiveTopic): number {
      const value = (newest.get(topicName(topic)) ?? 1_000) + 1;
      newest.set(topicName(topic), value);
      return value;
    },
    note(topic: LiveTopic, place: Place, value: number): void {
      placesOf(topic).set(nameOf(place), value);
    },
    at: (topic: LiveTopic, place: Place) => placesOf(topic).get(nameOf(place)),
    newest: (topic: LiveTopic) => newest.get(topicName(topic)),
  };
}

export type Book = ReturnType<typeof createBook>;

type Resume = Place & { readonly ticket?: string };

/** What one subscription was told, against what was published. Gives what does not fit. */
export function faultsOf(book: Book, asked: Asked, resume: Resume | undefined, told: readonly Told[]): string[] {
  const faults: string[] = [];
  let last: Place | undefined = resume;
  for (const [index, message] of told.entries()) {
    const notes = message.extensions ?? {};
    const say = (what: string) => {
      const before = told.slice(Math.max(0, index - 3), index + 1).map(({ extensions, data }) => {
        const { ticket: _, ...rest } = extensions ?? {};
        return JSON.stringify({ ...rest, hasData: data !== undefined });
      });
      faults.push(`${asked.query} message ${index}: ${what}; ${before.join(' then ')}`);
    };
    const value = asked.valueIn(message);
    if (message.errors) {
      say(`errors ${JSON.stringify(message.errors)}`);
      continue;
    }
    if (index === 0) {
      if (notes.snapshot === notes.resumed) say('neither a snapshot nor resumed');
      if (notes.ticket === undefined) say('no ticket');
      if (notes.resumed && !resume) say('resumed without having been there');
    }
    const isSilent = index === 0 && notes.resumed === true && message.data === undefined;
    if (!isSilent && value === undefined) say('no value');
    if (!notes.snapshot) checkRow(last, notes, isSilent, say);
    if (value !== undefined) checkValue(book, asked, notes, value, say);
    last = notes.position;
  }
  return faults;
}

function checkRow(last: Place | undefined, notes: NonNullable<Told['extensions']>, isSilent: boolean, say: Say): void {
  const { position } = notes;
  const isSame = last?.epoch === position?.epoch && last?.offset === position?.offset;
  if (isSilent) {
    if (!isSame) say('missed nothing, and is elsewhere');
    return;
  }
  // The same state once more.
  if (isSame && !notes.resumed) return;
  if (!last || !position) {
    say('a position that nothing explains');
    return;
  }
  const isFirst = last.epoch.startsWith('run:') && last.offset === 0;
  if (last.epoch !== position.epoch && !isFirst) say('another epoch without a snapshot');
  const gap = position.offset - last.offset - 1;
  if (gap < 0) say('an offset that does not rise');
  // What was left out for the group may be more than what this member has missed of it.
  if (gap > (notes.skipped ?? 0)) say(`${gap} events are missing`);
}

type Say = (what: string) => void;

function checkValue(book: Book, asked: Asked, notes: NonNullable<Told['extensions']>, value: number, say: Say): void {
  const newest = book.newest(asked.topic);
  if (newest === undefined) return;
  if (value > newest) say(`${value} was never published`);
  const there = notes.position && book.at(asked.topic, notes.position);
  if (there === undefined) return;
  if (value < there) say(`${value} is older than ${there}, the state there`);
  const mayBeNewer = notes.snapshot === true || notes.stale === true || asked.isFromSource;
  if (value > there && !mayBeNewer) say(`${value} is not ${there}, the state there`);
}
