import type { Pool } from 'pg';
import { attemptErrors } from '../attempt/attempt.errors.ts';
import { type BatchLane, type BatchLaneOptions, createBatchLane } from './batch-lane.ts';
import { laneEvents, type WorkEvents } from './lane-events.ts';
import { type AnswerOutcome, type AnswerToWrite, writeAnswers } from './write-answers.ts';

export { createWaitingRoom } from './waiting-room.ts';
export { type AnswerToWrite, explainWrite } from './write-answers.ts';
export { createWriterPool } from './writer-pool.ts';

export type AnswerLaneOptions = Pick<
  BatchLaneOptions<AnswerToWrite, AnswerOutcome>,
  'writers' | 'batchMax' | 'room' | 'clock'
> & { readonly pool: Pick<Pool, 'query'>; readonly events: WorkEvents };

/** A hundred transactions a second take some 7 % of a core, two hundred the double, and nobody sees 10 ms. */
const gatherMs = 10;

/** The lane of answers: a few connections of its own, each flush one statement. */
export function createAnswerLane(options: AnswerLaneOptions): BatchLane<AnswerToWrite, AnswerOutcome> {
  const { pool, events, ...rest } = options;
  return createBatchLane<AnswerToWrite, AnswerOutcome>({
    ...rest,
    gatherMs,
    write: (batch) => writeAnswers(pool, batch),
    failure: () => attemptErrors.make('ANSWER_NOT_SAVED'),
    events: laneEvents('answers', events, ({ kind }) => kind),
  });
}
