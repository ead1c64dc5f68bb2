import { startStreamConsumer } from '@lectern/event-stream';
import { type ExamEvent, liveTopics, streamNames } from '@lectern/events';
import { createConflator, type TopicPublisher } from '@lectern/fanout';
import type { Logger, Metrics } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { projectExamEvents } from '../attempt/project-exam-events.ts';
import type { ReportingEvents } from '../events.ts';
import type { Leaderboard } from './leaderboard.ts';
import type { LiveReader } from './live-reader.ts';

export type ProjectorOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  /** The name of this process within the group. */
  readonly consumer: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Of the ORM; forked for each event. */
  readonly em: EntityManager;
  readonly leaderboard: Leaderboard;
  readonly liveReader: LiveReader;
  readonly publisher: TopicPublisher;
  /** The least time between two live events of an exam, in milliseconds. */
  readonly intervalMs: number;
  readonly events: ReportingEvents;
};

/**
 * Takes the events of exam into the read models and publishes what came of them: first the commit, then the
 * leaderboard, then, at most once per interval, the numbers as they are by then.
 */
export async function startProjector(options: ProjectorOptions): Promise<AsyncDisposable> {
  const { em, leaderboard, liveReader, publisher, events, logger } = options;
  await using stack = new AsyncDisposableStack();
  const conflator = stack.use(
    createConflator<string>({
      intervalMs: options.intervalMs,
      logger,
      async publish(topic, examId) {
        await publisher.publish(topic, await liveReader.read(examId));
        events.statsPublished(examId);
      },
    }),
  );
  async function project(told: readonly ExamEvent[]): Promise<void> {
    const touched = await projectExamEvents(em.fork(), told);
    await leaderboard.note(touched.graded);
    for (const examId of touched.examIds) conflator.push(liveTopics.examLive(examId), examId);
    for (const { type } of told) events.eventProjected(type);
  }
  stack.use(
    await startStreamConsumer<ExamEvent>({
      redisUrl: options.redisUrl,
      prefix: options.prefix,
      stream: streamNames.exam,
      group: 'reporting',
      consumer: options.consumer,
      logger,
      metrics: options.metrics,
      handle: (event) => project([event]),
      handleTogether: project,
    }),
  );
  return stack.move();
}
