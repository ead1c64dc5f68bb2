import type { Clock } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { attemptErrors } from '../attempt/attempt.errors.ts';
import { beginAttempts, type StartToWrite } from '../attempt/begin-attempts.ts';
import { type EndDeps, endAttempts } from '../attempt/end-attempts.ts';
import type { ExamEvents } from '../events.ts';
import { createAnswerLane } from './answer-lane.ts';
import { type BatchLane, type BatchLaneOptions, createBatchLane } from './batch-lane.ts';
import { type LaneName, laneEvents } from './lane-events.ts';
import { createWaitingRoom } from './waiting-room.ts';
import type { AnswerOutcome, AnswerToWrite } from './write-answers.ts';

/**
 * Carries answers, starts and hand-ins into the database, each kind in a lane with transactions of its own, so that none
 * starves another. All wait in one bounded room: when it is full, new work is refused at once with OVERLOADED and a time
 * to come back, never after it was let in. Disposing writes what waits and takes no more.
 */
export type ExamWriter = AsyncDisposable & {
  /** After COMMIT. Rejects with ANSWER_NOT_SAVED when the database failed: sending it again is safe. */
  saveAnswer(answer: AnswerToWrite): Promise<AnswerOutcome>;
  /** Begins the attempt made ahead; null when there is none to begin now. */
  start(start: StartToWrite): Promise<AttemptRow | null>;
  /** Ends an attempt for its learner; null when it does not run any more. */
  handIn(attemptId: string): Promise<AttemptRow | null>;
  /** How much waits. */
  depth(): number;
};

export type ExamWriterOptions = Omit<EndDeps, 'em'> & {
  /** Of answers alone. */
  readonly pool: Pick<Pool, 'query'>;
  /** Gives a fork for starts and hand-ins. */
  readonly em: () => EntityManager;
  /** Statements of answers at the same time. */
  readonly writers: number;
  readonly queueMax: number;
  readonly batchMax: number;
  readonly events: ExamEvents;
  readonly clock: Clock;
};

/** A transaction of so many takes some tens of milliseconds, and who comes beside it waits no longer than that. */
const startsTogetherMax = 200;
const handInsTogetherMax = 100;
/** Everybody starts and hands in once: that it takes a moment longer than saving an answer, nobody minds. */
const startGatherMs = 40;
const handInGatherMs = 20;

export function createExamWriter(options: ExamWriterOptions): ExamWriter {
  const { pool, em, papers, results, events, writers, queueMax, batchMax, clock } = options;
  const room = createWaitingRoom(queueMax);
  const lane = <Work, Outcome>(
    name: LaneName,
    own: Pick<BatchLaneOptions<Work, Outcome>, 'write' | 'writers' | 'batchMax' | 'gatherMs' | 'failure'>,
    kindOf: (outcome: Outcome) => string,
  ): BatchLane<Work, Outcome> => createBatchLane({ ...own, room, clock, events: laneEvents(name, events, kindOf) });

  const answers = createAnswerLane({ pool, writers, batchMax, room, clock, events });
  const attempts = { writers: 1, failure: () => attemptErrors.make('ATTEMPT_NOT_SAVED') };
  const starts = lane<StartToWrite, AttemptRow | null>(
    'starts',
    {
      ...attempts,
      batchMax: startsTogetherMax,
      gatherMs: startGatherMs,
      write: (batch) => beginAttempts(em(), batch),
    },
    (attempt) => (attempt ? 'STARTED' : 'NOT_READY'),
  );
  const handIns = lane<string, AttemptRow | null>(
    'handIns',
    {
      ...attempts,
      batchMax: handInsTogetherMax,
      gatherMs: handInGatherMs,
      async write(attemptIds) {
        const deps = { em: em(), papers, results, events };
        const ended = await endAttempts(deps, { by: 'LEARNERS', attemptIds: [...new Set(attemptIds)] });
        const attemptOf = new Map(ended.map((attempt) => [attempt.id, attempt]));
        return attemptIds.map((id) => attemptOf.get(id) ?? null);
      },
    },
    (attempt) => (attempt ? 'ENDED' : 'NOT_RUNNING'),
  );
  return {
    saveAnswer: (answer) => answers.add(answer),
    start: (start) => starts.add(start),
    handIn: (attemptId) => handIns.add(attemptId),
    depth: room.depth,
    async [Symbol.asyncDispose]() {
      await Promise.all([answers, starts, handIns].map((each) => each[Symbol.asyncDispose]()));
    },
  };
}
