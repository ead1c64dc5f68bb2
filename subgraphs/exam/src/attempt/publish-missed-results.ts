import { setTimeout as pause } from 'node:timers/promises';
import { startStreamConsumer } from '@lectern/event-stream';
import { type ExamEvent, streamNames } from '@lectern/events';
import { type Logger, type Metrics, newId } from '@lectern/runtime';
import type { ResultPublisher, ToldAttempt } from './result-publisher.ts';

export type MissedResultsOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly results: Pick<ResultPublisher, 'publishMissed'>;
};

/** Time for whoever ended or graded an attempt to publish it; what is told again after a loss is older, and not waited for. */
const ownTimeMs = 1_000;

/**
 * Reads back what exam itself has told of attempts that ended or were graded, and publishes what was not: results are
 * published after the commit, and a process may die in between, while the event was in the commit. One process of all
 * that serve exams does it at a time.
 */
export async function publishMissedResults(options: MissedResultsOptions): Promise<AsyncDisposable> {
  const { redisUrl, prefix, logger, metrics, results } = options;
  const stopping = new AbortController();
  async function publishOf(events: readonly ExamEvent[]): Promise<void> {
    const told = events.flatMap(endedIn);
    if (told.length === 0) return;
    const newestAt = Math.max(...events.map(({ occurredAt }) => Date.parse(occurredAt)));
    // The clock that wrote it may be another than ours: never longer than the time itself.
    const leftMs = Math.min(newestAt + ownTimeMs - Date.now(), ownTimeMs);
    if (leftMs > 0) await pause(leftMs, undefined, { signal: stopping.signal });
    await results.publishMissed(told);
  }
  const consumer = await startStreamConsumer<ExamEvent>({
    ...{ redisUrl, prefix, logger, metrics },
    stream: streamNames.exam,
    group: 'exam-results',
    consumer: newId(),
    handle: (event) => publishOf([event]),
    handleTogether: publishOf,
  });
  return {
    async [Symbol.asyncDispose]() {
      const ended = consumer[Symbol.asyncDispose]();
      stopping.abort();
      await ended;
    },
  };
}

function endedIn({ type, payload }: ExamEvent): readonly ToldAttempt[] {
  return type === 'exam.attempts.graded.v1' || type === 'exam.attempts.ended.v1' ? payload.attempts : [];
}
