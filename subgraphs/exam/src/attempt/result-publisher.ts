import { liveTopics } from '@lectern/events';
import type { TopicPublisher } from '@lectern/fanout';
import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ExamEvents } from '../events.ts';
import { findExams } from '../exam/exam.queries.ts';
import type { PaperCache } from '../paper/paper-cache.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { listAnswers } from './attempt.queries.ts';
import { attemptMessage } from './attempt-message.ts';
import { startObstacle } from './start-obstacle.ts';

/** Publishes results to those who wait for them. Disposing waits for what is under way. */
export type ResultPublisher = AsyncDisposable & {
  /** To be called after COMMIT. Resolves early: nobody's hand-in waits for Redis, and Redis may be away. */
  publish(attempts: readonly AttemptRow[]): Promise<void>;
};

export type ResultPublisherOptions = {
  /** Gives a fork to read with. */
  readonly em: () => EntityManager;
  readonly papers: PaperCache;
  readonly live: TopicPublisher;
  readonly events: Pick<ExamEvents, 'resultNotPublished'>;
};

/** Batches under way at most; then a sweep waits for Redis instead of piling up work. */
const underWayMax = 32;

export function createResultPublisher(options: ResultPublisherOptions): ResultPublisher {
  const underWay = new Set<Promise<void>>();
  return {
    async publish(attempts) {
      if (attempts.length === 0) return;
      while (underWay.size >= underWayMax) await Promise.race(underWay);
      const work = publishAll(options, attempts).finally(() => underWay.delete(work));
      underWay.add(work);
    },
    async [Symbol.asyncDispose]() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** Never throws: the result is safe in the database, and a client that comes back is given it. */
async function publishAll(options: ResultPublisherOptions, attempts: readonly AttemptRow[]): Promise<void> {
  const { live, events } = options;
  try {
    const messages = await messagesOf(options, attempts);
    for (const { attemptId, message } of messages) await live.publish(liveTopics.attemptResult(attemptId), message);
  } catch (error) {
    events.resultNotPublished({ attemptId: attempts[0]?.id ?? '', error });
  }
}

async function messagesOf({ em: fork, papers }: ResultPublisherOptions, attempts: readonly AttemptRow[]) {
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
    `select a.id as "attemptId", now() as now, count(*) filter (where o.status <> 'VOIDED')::int as count,
            bool_or(o.status = 'IN_PROGRESS') as "isRunning"
       from exam.attempt a join exam.attempt o on o.exam_id = a.exam_id and o.learner_id = a.learner_id
      where a.id = any(?::uuid[]) group by a.id`,
    [attemptIds],
  );
}
