import type { LiveEnvelope } from '@lectern/events';
import type { Position } from './feed-types.ts';
import type { Follower } from './follower.ts';
import { eventOf, type KeptEvent } from './kept-event.ts';
import type { ReadRequest } from './kept-reader.ts';

/**
 * JOINING: not subscribed yet on the present connection. DUE: subscribed; what is kept has to be read, and whatever
 * comes before that will be in it. READING: what comes is held until the answer. LIVE: the row is whole.
 */
export type TopicPhase = 'JOINING' | 'DUE' | 'READING' | 'LIVE';

/** A followed topic. One object per topic and no closures: a process follows tens of thousands. */
export type Topic = {
  readonly key: string;
  readonly followers: Set<Follower>;
  phase: TopicPhase;
  /** SUBSCRIBE was sent on the present connection, and no UNSUBSCRIBE after it. */
  isSent: boolean;
  /** Undefined while nothing is known. */
  epoch: string | undefined;
  offset: number;
  newest: KeptEvent | undefined;
  /** The events before `newest`, oldest first, without a gap. */
  older: KeptEvent[] | undefined;
  olderBytes: number;
  /** What came while READING. */
  held: string[] | undefined;
  heldBytes: number;
  /** More came than is held. */
  hasDropped: boolean;
  /** The question under way; the answer to any other comes too late. */
  asked: ReadRequest | undefined;
  /** Its connection was lost, and it is not LIVE again yet. */
  isLost: boolean;
};

export type TopicLimits = {
  readonly keptMs: number;
  readonly keptMax: number;
  readonly keptBytesMax: number;
};

export function createTopic(key: string): Topic {
  return {
    key,
    followers: new Set(),
    phase: 'JOINING',
    isSent: false,
    epoch: undefined,
    offset: 0,
    newest: undefined,
    older: undefined,
    olderBytes: 0,
    held: undefined,
    heldBytes: 0,
    hasDropped: false,
    asked: undefined,
    isLost: false,
  };
}

export function positionOf({ epoch, offset }: Topic): Position | undefined {
  return epoch === undefined ? undefined : { epoch, offset };
}

export function newestOf({ newest }: Topic): LiveEnvelope | undefined {
  return newest && eventOf(newest);
}

/**
 * The remembered events after a position up to the present; undefined when memory does not reach back so far.
 */
export function eventsAfter(topic: Topic, { epoch, offset }: Position): readonly LiveEnvelope[] | undefined {
  if (epoch !== topic.epoch || offset > topic.offset) return undefined;
  if (offset === topic.offset) return [];
  const kept = [...(topic.older ?? []), ...(topic.newest ? [topic.newest] : [])].filter((each) => each.offset > offset);
  if (kept.length !== topic.offset - offset) return undefined;
  const events = kept.map(eventOf).filter((event) => event !== undefined);
  return events.length === kept.length ? events : undefined;
}

/** Takes the next event of the row in, and drops what is too much. */
export function remember(topic: Topic, kept: KeptEvent, limits: TopicLimits): void {
  if (topic.newest) {
    topic.older ??= [];
    topic.older.push(topic.newest);
    topic.olderBytes += topic.newest.text.length;
  }
  topic.newest = kept;
  forgetOld(topic, kept.cameAt - limits.keptMs, limits);
}

/** Drops what came before an instant, and the oldest of what is too much; the newest stays. */
export function forgetOld(topic: Topic, before: number, { keptMax, keptBytesMax }: TopicLimits): void {
  const { older } = topic;
  if (!older) return;
  let dropped = 0;
  let bytes = topic.olderBytes;
  for (const { cameAt, text } of older) {
    if (cameAt >= before && older.length - dropped <= keptMax && bytes <= keptBytesMax) break;
    dropped += 1;
    bytes -= text.length;
  }
  older.splice(0, dropped);
  topic.olderBytes = bytes;
  if (older.length === 0) topic.older = undefined;
}

export function forgetKept(topic: Topic): void {
  topic.newest = undefined;
  topic.older = undefined;
  topic.olderBytes = 0;
}

/** The texts stay. */
export function forgetParsed({ newest, older }: Topic): void {
  if (newest) newest.parsed = undefined;
  for (const each of older ?? []) each.parsed = undefined;
}
