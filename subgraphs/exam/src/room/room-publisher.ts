import { setTimeout as pause } from 'node:timers/promises';
import { liveTopics } from '@lectern/events';
import type { TopicPublisher } from '@lectern/fanout';
import type { EntityManager } from '@mikro-orm/postgresql';
import { readRooms } from '../attempt/attempt-room.queries.ts';
import type { ExamEvents } from '../events.ts';
import { findExams } from '../exam/exam.queries.ts';
import { listRunningIds, readExamRooms } from './exam-room.queries.ts';
import { examRoomMessage } from './exam-room-message.ts';

/**
 * Tells learners of their attempts and proctors of their rooms, after COMMIT. Nothing waits for it: what cannot be told
 * is tried again until it is, always with what is true by then. Disposing waits for what is under way, and drops the
 * rest.
 */
export type RoomPublisher = AsyncDisposable & {
  /** The clock, device, messages or state of these attempts have changed. */
  tell(attemptIds: readonly string[]): void;
  /** The same for all that run in an exam. */
  tellAll(examId: string): void;
  /** Something that a proctor should see has changed. */
  touch(examId: string): void;
};

export type RoomPublisherOptions = {
  /** Gives a fork to read with. */
  readonly em: () => EntityManager;
  readonly live: TopicPublisher;
  readonly events: Pick<ExamEvents, 'roomNotPublished'>;
  /** The least time between two publications of one exam's room. */
  readonly intervalMs?: number;
  readonly retryMs?: number;
};

const defaults = { intervalMs: 1_000, retryMs: 2_000 };
/** A topic per learner: who comes later than this asks for the room itself. */
const keepSeconds = 600;
const toldTogetherMax = 200;
/** Attempts that wait to be told; who is left out sees it with the next report of presence. */
const waitingMax = 400_000;
/** Counting a very large room takes time: it is counted for one part in so many of the time at most. */
const restShare = 20;

export function createRoomPublisher(options: RoomPublisherOptions): RoomPublisher {
  const { em, live, events, intervalMs, retryMs } = { ...defaults, ...options };
  const attempts = new Set<string>();
  const wholeExams = new Set<string>();
  const stopping = new AbortController();
  const exams = createExamTurns(options, intervalMs, stopping.signal);
  let telling: Promise<void> | undefined;

  async function tellSome(ids: readonly string[]): Promise<void> {
    const rooms = await readRooms(em(), ids);
    await Promise.all(rooms.map(({ room }) => live.publish(liveTopics.attemptRoom(room.attemptId), room, keepSeconds)));
  }

  async function tellExam(examId: string): Promise<void> {
    for (let after: string | undefined; !stopping.signal.aborted; ) {
      const ids = await listRunningIds(em(), examId, toldTogetherMax, after);
      if (ids.length === 0) return;
      await tellSome(ids);
      after = ids.at(-1);
    }
  }

  /** One batch; what fails is put back, behind what has come meanwhile. */
  async function tellNext(): Promise<void> {
    const batch = [...attempts.values().take(toldTogetherMax)];
    const [examId] = batch.length === 0 ? wholeExams : [];
    for (const id of batch) attempts.delete(id);
    if (examId !== undefined) wholeExams.delete(examId);
    try {
      await (examId === undefined ? tellSome(batch) : tellExam(examId));
    } catch (error) {
      for (const id of batch) attempts.add(id);
      if (examId !== undefined) wholeExams.add(examId);
      events.roomNotPublished({ attemptCount: batch.length, error });
      await pause(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  async function tellEverything(): Promise<void> {
    while (!stopping.signal.aborted && attempts.size + wholeExams.size > 0) await tellNext();
  }

  function start(): void {
    telling ??= tellEverything().finally(() => {
      telling = undefined;
      if (!stopping.signal.aborted && attempts.size + wholeExams.size > 0) start();
    });
  }

  return {
    tell(attemptIds) {
      for (const id of attemptIds) if (attempts.size < waitingMax) attempts.add(id);
      if (attempts.size > 0) start();
    },
    tellAll(examId) {
      wholeExams.add(examId);
      start();
    },
    touch: exams.touch,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await telling;
      await exams.settled();
    },
  };
}

/** Publishes the rooms of exams, each at most once per interval, and the last state always. */
function createExamTurns(
  { em, live, events }: Pick<RoomPublisherOptions, 'em' | 'live' | 'events'>,
  intervalMs: number,
  signal: AbortSignal,
) {
  const dirty = new Set<string>();
  const turns = new Map<string, Promise<void>>();

  async function publish(examId: string): Promise<void> {
    const [exam] = await findExams(em(), [examId]);
    const [room] = await readExamRooms(em(), [examId]);
    if (exam && room) await live.publish(liveTopics.examRoom(examId), examRoomMessage(exam, room));
  }

  async function turn(examId: string): Promise<void> {
    while (dirty.delete(examId) && !signal.aborted) {
      const begun = performance.now();
      try {
        await publish(examId);
      } catch (error) {
        dirty.add(examId);
        events.roomNotPublished({ attemptCount: 0, error });
      }
      const rest = Math.max(intervalMs, (performance.now() - begun) * restShare);
      await pause(rest, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  function touch(examId: string): void {
    if (signal.aborted) return;
    dirty.add(examId);
    if (turns.has(examId)) return;
    const work = turn(examId).finally(() => {
      turns.delete(examId);
      if (dirty.has(examId)) touch(examId);
    });
    turns.set(examId, work);
  }

  return {
    touch,
    async settled(): Promise<void> {
      await Promise.all(turns.values());
    },
  };
}
