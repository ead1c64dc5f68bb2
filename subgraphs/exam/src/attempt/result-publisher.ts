import { setTimeout as pause } from 'node:timers/promises';
import { liveTopics } from '@lectern/events';
import type { TopicPublisher } from '@lectern/fanout';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ExamEvents } from '../events.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { attemptMessage } from './attempt-message.ts';
import { type FactsDeps, readMessageFacts } from './message-facts.ts';

/**
 * Publishes results to those who wait for them. What could not be published is tried again until it is: whoever waits
 * for a result at an open socket learns of it in no other way. Disposing waits for what is under way, and drops the rest.
 */
export type ResultPublisher = AsyncDisposable & {
  /** To be called after COMMIT. Resolves early: nobody's hand-in waits for Redis, and Redis may be away. */
  publish(attempts: readonly AttemptRow[]): Promise<void>;
};

export type ResultPublisherOptions = FactsDeps & {
  /** Gives a fork to read with. */
  readonly em: () => EntityManager;
  readonly live: TopicPublisher;
  readonly events: Pick<ExamEvents, 'resultNotPublished'>;
};

/** Batches under way at most; then a sweep waits for Redis instead of piling up work. */
const underWayMax = 32;
const retryMs = 2_000;
/** Together, and per further try. What does not fit is seen when it is asked for. */
const lateMax = 10_000;
const lateBatch = 100;

export function createResultPublisher(options: ResultPublisherOptions): ResultPublisher {
  const underWay = new Set<Promise<void>>();
  const late = new Map<string, AttemptRow>();
  const stopping = new AbortController();
  let retrying: Promise<void> | undefined;

  async function publishOrKeep(attempts: readonly AttemptRow[]): Promise<void> {
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

  return {
    async publish(attempts) {
      if (attempts.length === 0) return;
      while (underWay.size >= underWayMax) await Promise.race(underWay);
      const work = publishOrKeep(attempts).finally(() => underWay.delete(work));
      underWay.add(work);
    },
    async [Symbol.asyncDispose]() {
      while (underWay.size > 0) await Promise.all(underWay);
      stopping.abort();
      await retrying;
    },
  };
}

async function publishAll(options: ResultPublisherOptions, attempts: readonly AttemptRow[]): Promise<void> {
  for (const facts of await readMessageFacts(options.em(), options, attempts)) {
    await options.live.publish(liveTopics.attemptResult(facts.attempt.id), attemptMessage(facts));
  }
}
