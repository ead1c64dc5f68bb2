import type { LiveEnvelope } from '@lectern/events';
import { beginningOf, catchUp, type KeptRow } from './catch-up.ts';
import { readEnvelope } from './envelope.ts';
import type { Follower } from './follower.ts';
import { eventOf, type KeptEvent } from './kept-event.ts';
import { forgetKept, positionOf, remember, type Topic, type TopicLimits } from './topic.ts';

export type Teller = {
  readonly limits: TopicLimits;
  readonly now: () => number;
  /** What a sink throws must not reach the other followers. */
  readonly report: (error: unknown) => void;
};

/** Takes a message in; true when something before it is missing: the topic is DUE, what is kept has to be read. */
export function takeMessage(teller: Teller, topic: Topic, text: string): boolean {
  if (topic.phase === 'READING') hold(teller, topic, text);
  // Before that, the message is in the answer to the question that is not asked yet.
  if (topic.phase !== 'LIVE') return false;
  const event = readEnvelope(text);
  if (!event) {
    teller.report(new Error('a message that is no event was dropped'));
    return false;
  }
  if (event.epoch === topic.epoch ? event.offset === topic.offset + 1 : isFirst(topic, event)) {
    const kept: KeptEvent = { offset: event.offset, text, cameAt: teller.now(), parsed: undefined };
    tellNext(teller, topic, kept, event);
  } else if (event.epoch !== topic.epoch || event.offset > topic.offset) {
    // Not taken as it is even if its epoch is new: it may also be an old one, overtaken by the answer to a question.
    topic.phase = 'DUE';
    return true;
  }
  return false;
}

/** Nothing was kept so far. */
function isFirst(topic: Topic, event: LiveEnvelope): boolean {
  return topic.newest === undefined && topic.offset === 0 && event.offset === 1;
}

function hold({ limits }: Teller, topic: Topic, text: string): void {
  topic.held ??= [];
  topic.heldBytes += text.length;
  if (topic.held.length < limits.keptMax && topic.heldBytes <= limits.keptBytesMax) topic.held.push(text);
  // The rest is read once more instead.
  else topic.hasDropped = true;
}

/** Takes in what Redis keeps; the topic is LIVE afterwards, or DUE again. */
export function takeRow(teller: Teller, topic: Topic, row: KeptRow): void {
  topic.phase = 'LIVE';
  const known = positionOf(topic);
  const news = known ? catchUp(known, row) : undefined;
  if (news?.kind === 'MISSED') tellMissed(teller, topic, row, news.texts);
  else if (news?.kind !== 'NOTHING') {
    restart(teller, topic, row);
    if (news) tellBreak(teller, topic, 'FOLLOWING');
  }
  tellBreak(teller, topic, 'BLIND');
  takeHeld(teller, topic);
  if (topic.phase === 'LIVE') tellLive(teller, topic);
}

function tellMissed(teller: Teller, topic: Topic, row: KeptRow, texts: readonly string[]): void {
  let offset = (row.newest?.offset ?? 0) - texts.length;
  if (row.newest) topic.epoch = row.newest.epoch;
  for (const text of texts) {
    offset += 1;
    const kept: KeptEvent = { offset, text, cameAt: teller.now(), parsed: undefined };
    const event = eventOf(kept);
    if (event) {
      tellNext(teller, topic, kept, event);
      continue;
    }
    // Nobody of ours wrote that. An older event must not stand for the newest.
    forgetKept(topic);
    topic.offset = offset;
  }
}

/** What is known begins anew with what Redis keeps. */
function restart(teller: Teller, topic: Topic, row: KeptRow): void {
  const newest = row.newest ?? beginningOf(row.run);
  const text = row.texts.at(-1);
  forgetKept(topic);
  topic.epoch = newest.epoch;
  topic.offset = newest.offset;
  topic.newest =
    text === undefined ? undefined : { offset: newest.offset, text, cameAt: teller.now(), parsed: undefined };
}

function takeHeld(teller: Teller, topic: Topic): void {
  const { held, hasDropped } = topic;
  topic.held = undefined;
  topic.heldBytes = 0;
  topic.hasDropped = false;
  for (const text of held ?? []) takeMessage(teller, topic, text);
  if (hasDropped) topic.phase = 'DUE';
}

function tellNext(teller: Teller, topic: Topic, kept: KeptEvent, event: LiveEnvelope): void {
  topic.epoch = event.epoch;
  topic.offset = kept.offset;
  remember(topic, kept, teller.limits);
  for (const follower of [...topic.followers]) {
    if (follower.state !== 'FOLLOWING') continue;
    try {
      follower.sink.onEvent(event);
    } catch (error) {
      teller.report(error);
    }
  }
}

function tellBreak(teller: Teller, topic: Topic, state: 'FOLLOWING' | 'BLIND'): void {
  for (const follower of [...topic.followers]) {
    if (follower.state !== state) continue;
    follower.enter('FOLLOWING');
    try {
      follower.sink.onBreak(follower.newest() ?? null);
    } catch (error) {
      teller.report(error);
    }
  }
}

function tellLive(teller: Teller, topic: Topic): void {
  for (const follower of [...topic.followers]) {
    if (follower.state === 'WAITING') follower.enter('FOLLOWING');
    else if (follower.isToldAway) {
      follower.isToldAway = false;
      tell(teller, follower, 'onBack');
    }
  }
}

/** Once per outage. */
export function tellAway(teller: Teller, follower: Follower): void {
  if (follower.isToldAway || follower.state === 'WAITING' || follower.state === 'LEFT') return;
  follower.isToldAway = true;
  tell(teller, follower, 'onAway');
}

function tell({ report }: Teller, { sink }: Follower, what: 'onAway' | 'onBack'): void {
  try {
    sink[what]();
  } catch (error) {
    report(error);
  }
}
