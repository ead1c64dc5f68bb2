import type { LiveEnvelope } from '@lectern/events';
import { catchUp, type KeptRow } from './catch-up.ts';
import { readEnvelope } from './envelope.ts';
import type { Position } from './feed-types.ts';
import type { KeptReader } from './kept-reader.ts';
import { eventsAfter, positionOf, type Topic } from './topic.ts';

type Events = readonly LiveEnvelope[] | undefined;

/** Answers what was missed since a position; equal questions to Redis are asked once at a time. */
export function createSinceReader(reader: KeptReader) {
  const underWay = new Map<string, Promise<KeptRow | undefined>>();

  function read(key: string, known: Position): Promise<KeptRow | undefined> {
    // Clients name epochs and, by what they follow, keys: no separator of ours is none of theirs.
    const question = JSON.stringify([key, known.epoch, known.offset]);
    const asked = underWay.get(question);
    if (asked) return asked;
    const { promise, resolve } = Promise.withResolvers<KeptRow | undefined>();
    const answer = (row?: KeptRow) => {
      underWay.delete(question);
      resolve(row);
    };
    underWay.set(question, promise);
    reader.ask({ key, known, onRow: answer, onFail: answer });
    return promise;
  }

  return async (topic: Topic, position: Position): Promise<Events> => {
    const remembered = eventsAfter(topic, position);
    if (remembered) return remembered;
    const row = await read(topic.key, position);
    return row && align(topic, row, eventsOf(position, row));
  };
}

function eventsOf(position: Position, row: KeptRow): Events {
  // Further than Redis knows of: it has lost events, and whoever saw them has missed others.
  if (row.newest?.epoch === position.epoch && row.newest.offset < position.offset) return undefined;
  const news = catchUp(position, row);
  if (news.kind === 'NOTHING') return [];
  if (news.kind === 'BROKEN') return undefined;
  const events = news.texts.map(readEnvelope).filter((event) => event !== undefined);
  return events.length === news.texts.length ? events : undefined;
}

/** Ends the events where the topic stands here: Redis may be ahead of what was told, or have answered before it. */
function align(topic: Topic, row: KeptRow, events: Events): Events {
  const here = positionOf(topic);
  if (!events || !here || !row.newest) return events;
  if (here.epoch !== row.newest.epoch) return topic.newest ? undefined : events;
  if (here.offset < row.newest.offset) return events.filter(({ offset }) => offset <= here.offset);
  const later = eventsAfter(topic, row.newest);
  return later && [...events, ...later];
}
