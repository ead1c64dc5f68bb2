import { startStreamConsumer } from '@lectern/event-stream';
import { type ExamEvent, streamNames, type VideoEvent } from '@lectern/events';
import { transaction } from '@lectern/postgres';
import type { Logger, Metrics } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CourseEvents } from '../events.ts';
import { noteCompletions } from './completion.queries.ts';
import { completionsOf } from './completions-of-event.ts';

export type CompletionConsumerOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  /** The name of this process within the group. */
  readonly consumer: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Of the ORM; forked for each event. */
  readonly em: EntityManager;
  readonly events: CourseEvents;
};

/** Watched videos and passed exams complete lessons. */
export async function startCompletionConsumers(options: CompletionConsumerOptions): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const { em, events, ...connection } = options;
  const handle = async (event: VideoEvent | ExamEvent) => {
    const completions = completionsOf(event);
    const [first] = completions;
    if (!first) return;
    await transaction(em, (work) => noteCompletions(work, completions));
    events.completionsNoted(first.kind, completions.length);
  };
  const group = 'course';
  stack.use(await startStreamConsumer<VideoEvent>({ ...connection, group, stream: streamNames.video, handle }));
  stack.use(await startStreamConsumer<ExamEvent>({ ...connection, group, stream: streamNames.exam, handle }));
  return stack.move();
}
