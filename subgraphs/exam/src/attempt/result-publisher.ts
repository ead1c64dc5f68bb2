import { setTimeout as pause } from 'node:timers/promises';
import { liveTopics } from '@lectern/events';
import type { TopicPublisher } from '@lectern/fanout';
import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ExamEvents } from '../events.ts';
import { findExams } from '../exam/exam.queries.ts';
import type { IllustrationLinks } from '../illustration/illustration-links.ts';
import type { PaperCache } from '../paper/paper-cache.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { listAnswers } from './attempt.queries.ts';
import { attemptMessage } from './attempt-message.ts';
import { startObstacle } from './start-obstacle.ts';

/**
 * Publishes results to those who wait for them. What could not be published is tried again until it is: whoever waits
 * for a result at an open socket learns of it in no other way. Disposing waits for what is under way, and drops the rest.
 */
export type ResultPublisher = AsyncDisposable & {
  /** To be called after COMMIT. Resolves early: nobody's hand-in waits for Redis, and Redis may be away. */
  publish(attempts: readonly AttemptRow[]): Promise<void>;
};

export type ResultPublisherOptions = {
  /** Gives a fork to read with. */
  readonly em: () => EntityManager;
  readonly papers: PaperCache;
  readonly live: TopicPublisher;
  readonly illustrationLinks: IllustrationLinks;
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
  const messages = await messagesOf(options, attempts);
  for (const { attemptId, message } of messages) {
    await options.live.publish(liveTopics.attemptResult(attemptId), message);
  }
}

async function messagesOf(
  { em: fork, papers, illustrationLinks }: ResultPublisherOptions,
  attempts: readonly AttemptRow[],
) {
  const em = fork();
  const ids = attempts.map(({ id }) => id);
  const [answers, exams, counts] = await Promise.all([
    listAnswers(em, ids),
    findExams(em, [...new Set(attempts.map(({ examId }) => examId))]),
    countUsed(em, ids),
  ]);
  const answersOf = Map.groupBy(answers, ({ attemptId }) => attemptId);
  const examOf = new Map(exams.map((exam) => [exam.id, exam]));
  const countOf = new Map(counts.map((count) => [count.attemptId, count]));
  const messages: { attemptId: string; message: object }[] = [];
  for (const attempt of attempts) {
    const exam = examOf.get(attempt.examId);
    const used = countOf.get(attempt.id);
    if (!exam || !used) continue;
    const facts = { exam, isRegistered: true, attemptCount: used.count };
    const message = attemptMessage({
      attempt,
      exam,
      paper: await papers.get(attempt.paperId),
      answers: answersOf.get(attempt.id) ?? [],
      illustrationLinks,
      startObstacle: used.isRunning ? null : startObstacle(facts, used.now),
    });
    messages.push({ attemptId: attempt.id, message });
  }
  return messages;
}

/** For each attempt: how many of its learner count in its exam, whether one runs, and the database's clock. */
async function countUsed(em: EntityManager, attemptIds: readonly string[]) {
  return rows<{ attemptId: string; count: number; isRunning: boolean; now: Date }>(
    em,
    `select a.id as "attemptId", now() as now, count(*) filter (where o.status not in ('VOIDED', 'NOT_STARTED'))::int as count,
            bool_or(o.status = 'IN_PROGRESS') as "isRunning"
       from exam.attempt a join exam.attempt o on o.exam_id = a.exam_id and o.learner_id = a.learner_id
      where a.id = any(?::uuid[]) group by a.id`,
    [attemptIds],
  );
}
