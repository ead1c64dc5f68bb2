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
  /**
   * For what the stream of events tells of: publishes what nobody has published, neither this process nor another, to
   * those who read it at this moment, or at the second look. So a result is published although the process that made it died in between.
   * Rejects when it could not be.
   */
  publishMissed(told: readonly ToldAttempt[]): Promise<void>;
};

/** An attempt as an event told of it. */
export type ToldAttempt = { readonly attemptId: string; readonly revision: number };

export type ResultPublisherOptions = FactsDeps & {
  /** Gives a fork to read with. */
  readonly em: () => EntityManager;
  readonly live: TopicPublisher;
  readonly events: Pick<ExamEvents, 'resultNotPublished' | 'missedResultsPublished'>;
};

/** A gateway whose connection was cut just then is back by the second look. */
const secondLookMs = 15_000;
const secondLookMax = 500_000;
const secondLookBatch = 500;
/** Batches under way at most; then a sweep waits for Redis instead of piling up work. */
const underWayMax = 32;
/** A national exam's results are a gigabyte; who comes later than this asks for the attempt itself. */
const keepSeconds = 600;
const retryMs = 2_000;
/** Together, and per further try. What does not fit is seen when it is asked for. */
const lateMax = 10_000;
const lateBatch = 100;

export function createResultPublisher(options: ResultPublisherOptions): ResultPublisher {
  const underWay = new Set<Promise<void>>();
  const late = new Set<string>();
  const stopping = new AbortController();
  let retrying: Promise<void> | undefined;
  const unread: (ToldAttempt & { readonly dueAt: number })[] = [];
  let looking: Promise<void> | undefined;

  async function publishOrKeep(attempts: readonly AttemptRow[]): Promise<void> {
    if (attempts.length === 0) return;
    try {
      await publishAll(options, attempts);
    } catch (error) {
      options.events.resultNotPublished({ attemptId: attempts[0]?.id ?? '', error });
      for (const attempt of attempts) if (late.size < lateMax) late.add(attempt.id);
      retrying ??= retry().finally(() => {
        retrying = undefined;
      });
    }
  }

  async function retry(): Promise<void> {
    while (late.size > 0) {
      await pause(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const batch = [...late.values().take(lateBatch)];
      try {
        await publishAll(options, await readEnded(batch));
        for (const id of batch) late.delete(id);
      } catch {
        // Reported when it failed first.
      }
    }
  }

  async function publishToReaders(attempts: readonly AttemptRow[]): Promise<void> {
    const areRead = await areReadOrAway(attempts.map(({ id }) => id));
    await publishOrKeep(attempts.filter((_, index) => areRead[index]));
    lookLater(
      attempts.filter((_, index) => !areRead[index]).map(({ id: attemptId, revision }) => ({ attemptId, revision })),
    );
  }

  function lookLater(told: readonly ToldAttempt[]): void {
    const dueAt = performance.now() + secondLookMs;
    for (const { attemptId, revision } of told)
      if (unread.length < secondLookMax) unread.push({ attemptId, revision, dueAt });
    if (unread.length === 0) return;
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
      const batch = unread.splice(0, secondLookBatch);
      // While Redis is away nobody can say: looked at once more.
      await publishUnpublished(batch).catch(() => lookLater(batch));
    }
  }

  /** As they are by now: regraded, perhaps, or voided or opened again since, and then there is nothing to tell. */
  async function readEnded(ids: readonly string[]): Promise<AttemptRow[]> {
    const found = await findAttempts(options.em(), ids);
    return found.filter(({ status }) => status !== 'IN_PROGRESS' && status !== 'VOIDED');
  }

  /** Returns those that nobody reads. */
  async function publishUnpublished(told: readonly ToldAttempt[]): Promise<ToldAttempt[]> {
    const revisionOf = new Map<string, number>();
    for (const { attemptId, revision } of told)
      revisionOf.set(attemptId, Math.max(revision, revisionOf.get(attemptId) ?? revision));
    const topics = [...revisionOf].map(([id, revision]) => ({ id, revision, topic: liveTopics.attemptResult(id) }));
    const areRead = await options.live.areRead(topics.map(({ topic }) => topic));
    const read = topics.filter((_, index) => areRead[index]);
    const published = await options.live.revisionsOf(read.map(({ topic }) => topic));
    const missed = read.filter(({ revision }, index) => (published[index] ?? -1) < revision).map(({ id }) => id);
    for (let from = 0; from < missed.length; from += secondLookBatch) {
      const batch = missed.slice(from, from + secondLookBatch);
      await publishAll(options, await readEnded(batch));
      options.events.missedResultsPublished({ count: batch.length });
    }
    return topics.filter((_, index) => !areRead[index]).map(({ id: attemptId, revision }) => ({ attemptId, revision }));
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
    async publishMissed(told) {
      lookLater(await publishUnpublished(told));
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
    options.live.publish(
      liveTopics.attemptResult(facts.attempt.id),
      attemptMessage(facts),
      keepSeconds,
      facts.attempt.revision,
    );
  await Promise.all(all.map(publish));
}
