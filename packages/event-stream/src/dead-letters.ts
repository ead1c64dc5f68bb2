import type { StreamName } from '@lectern/events';
import type { Redis } from 'ioredis';
import { readEntries } from './entries.ts';
import { deadKey, streamKey } from './stream-keys.ts';

/** An event that a group could not handle, however often it was tried. */
export type DeadLetter = {
  /** Of the letter, in the dead stream. */
  readonly letterId: string;
  readonly group: string;
  readonly deliveries: number;
  /** What the handler said the last time. */
  readonly error: string;
  /** Of the event; empty for an entry that was none. */
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  /** As the stream had it, names and values in turn. */
  readonly fields: readonly string[];
};

const ownNames = ['group', 'entryId', 'deliveries', 'error'] as const;

/** Oldest first. */
export async function listDeadLetters(
  redis: Redis,
  prefix: string,
  stream: StreamName,
  limit: number,
): Promise<DeadLetter[]> {
  const entries = readEntries(await redis.xrange(deadKey(prefix, stream), '-', '+', 'COUNT', limit));
  return entries.map(({ entryId: letterId, fields }) => {
    const value = (name: string) => {
      for (let index = 0; index + 1 < fields.length; index += 2)
        if (fields[index] === name) return fields[index + 1] ?? '';
      return '';
    };
    return {
      letterId,
      group: value('group'),
      deliveries: Number(value('deliveries')),
      error: value('error'),
      eventId: value('id'),
      type: value('type'),
      occurredAt: value('occurredAt'),
      fields: fields.slice(2 * ownNames.length),
    };
  });
}

/**
 * Appends the events of dead letters to their stream again, and takes the letters away, each in one step. All groups get
 * them once more, which handlers must bear at any time; those that fail again come back as new letters. Letters of
 * entries that were no events stay.
 */
export async function replayDeadLetters(
  redis: Redis,
  prefix: string,
  stream: StreamName,
  letters: readonly DeadLetter[],
): Promise<number> {
  let count = 0;
  for (const { letterId, eventId, fields } of letters) {
    if (eventId === '') continue;
    const answers = await redis
      .multi()
      .xadd(streamKey(prefix, stream), '*', ...fields)
      .xdel(deadKey(prefix, stream), letterId)
      .exec();
    const failure = answers?.find(([problem]) => problem)?.[0];
    if (failure || !answers) throw failure ?? new Error('the event was not appended');
    count += 1;
  }
  return count;
}
