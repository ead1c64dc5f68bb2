import { setTimeout as pause } from 'node:timers/promises';
import { liveTopics } from '@lectern/events';
import type { TopicPublisher } from '@lectern/fanout';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ExamEvents } from '../events.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { findAttempts } from './attempt.queries.ts';
import { attemptMessage } from './attempt-message.ts';
import { type FactsDeps, readMessageFacts } from './message-facts.ts';

/**
 * Publishes results to those who wait for them. What could not be published is tried again until it is: whoever waits
 * for a result at an open socket learns of it in no other way. Disposing waits for what is under way, and drops the rest.
 */
export type ResultPublisher = AsyncDisposable & {
  /** To be called after COMMIT. Resolves early: nobody's hand-in waits for Redis, and Redis may be away. */
  publish(attempts: readonly AttemptRow[]): Promise<void>;
  /**
   * The same for what ended by itself, tens of thousands at a time: only to those who wait at this moment, or at a
   * second look some seconds later. Whoever comes to wait afterwards is told first what there is, the result included.
   */
  publishToWaiting(attempts: readonly AttemptRow[]): Promise<void>;
};

export type ResultPublisherOptions = FactsDeps & {
  /** Gives a fork to read with. */
  readonly em: () => EntityManager;
  readonly live: TopicPublisher;
  readonly events: Pick<ExamEvents, 'resultNotPublished'>;
};

/** A gateway whose connection was cut just then is back by the second look. */
const secondLookMs = 15_000;
const secondLookMax = 500_000;
const secondLookBatch = 500;
/** Batches under way at most; then a sweep waits for Redis instead of piling up work. */
const underWayMax = 32;
/** A national exam's results with their papers are gigabytes; who comes later than this asks for the attempt itself. */
const keepSeconds = 600;
const retryMs = 2_000;
/** Together, and per further try. What does not fit is seen when it is asked for. */
const lateMax = 10_000;
const lateBatch = 100;

export function createResultPublisher(options: ResultPublisherOptions): ResultPublisher {
  const underWay = new Set<Promise<void>>();
  const late = new Map<string, AttemptRow>();
  const stopping = new AbortController();
  let retrying: Promise<void> | undefined;
  const unread: { readonly id: string; readonly dueAt: number }[] = [];
  let looking: Promise<void> | undefined;

  async function publishOrKeep(attempts: readonly AttemptRow[]): Promise<void> {
    if (attempts.length === 0) return;
    try {
      await publishAll(options, attempts);
    } catch (error) {
      options.events.resultNotPublished({ attemptId: attempts[0]?.id ?? '', error });
      for (const attempt of attempts) if (late.size < lateMax) late.set(attempt.id, attempt);
      retrying ??= retry().finally(() => {
        retrying = undefined;
      });
    }
  }

  async function retry(): Promise<void> {
    while (late.size > 0) {
      await pause(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const batch = [...late.values()].slice(0, lateBatch);
      try {
        await publishAll(options, batch);
        for (const { id } of batch) late.delete(id);
      } catch {
        // Reported when it failed first.
      }
    }
  }

  async function publishToReaders(attempts: readonly AttemptRow[]): Promise<void> {
    const areRead = await areReadOrAway(attempts.map(({ id }) => id));
    await publishOrKeep(attempts.filter((_, index) => areRead[index]));
    const dueAt = performance.now() + secondLookMs;
    for (const [index, { id }] of attempts.entries()) {
      if (!areRead[index] && unread.length < secondLookMax) unread.push({ id, dueAt });
    }
    looking ??= lookAgain().finally(() => {
      looking = undefined;
    });
  }

  /** While Redis is away nobody can say: all are published, which keeps them for when it is back. */
  async function areReadOrAway(ids: readonly string[]): Promise<readonly boolean[]> {
    return options.live.areRead(ids.map(liveTopics.attemptResult)).catch(() => ids.map(() => true));
  }

  async function lookAgain(): Promise<void> {
    while (unread.length > 0) {
      const waitMs = Math.max(0, (unread[0]?.dueAt ?? 0) - performance.now());
      await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const ids = unread.splice(0, secondLookBatch).map(({ id }) => id);
      const areRead = await areReadOrAway(ids);
      const read = ids.filter((_, index) => areRead[index]);
      if (read.length > 0) await publishOrKeep(await findAttempts(options.em(), read));
    }
  }

  async function begin(start: () => Promise<void>): Promise<void> {
    while (underWay.size >= underWayMax) await Promise.race(underWay);
    const work = start().finally(() => underWay.delete(work));
    underWay.add(work);
  }

  return {
    async publish(attempts) {
      if (attempts.length > 0) await begin(() => publishOrKeep(attempts));
    },
    async publishToWaiting(attempts) {
      if (attempts.length > 0) await begin(() => publishToReaders(attempts));
    },
    async [Symbol.asyncDispose]() {
      while (underWay.size > 0) await Promise.all(underWay);
      stopping.abort();
      await Promise.all([retrying, looking]);
    },
  };
}

async function publishAll(options: ResultPublisherOptions, attempts: readonly AttemptRow[]): Promise<void> {
  const all = await readMessageFacts(options.em(), options, attempts);
  // Each has a topic of its own, so there is no order to keep, and nobody waits for the answers to those before.
  const publish = (facts: (typeof all)[number]) =>
    options.live.publish(liveTopics.attemptResult(facts.attempt.id), attemptMessage(facts), keepSeconds);
  await Promise.all(all.map(publish));
}
