import { type GatheredReads, gatherReads } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AnswerRow } from '../attempt/answer.entity.ts';
import {
  type AttemptReading,
  countAnswered,
  findAttemptReadings,
  listAnswers,
  remainingOfAttempts,
} from '../attempt/attempt.queries.ts';
import { isUuid } from '../db/uuid.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { findExams } from '../exam/exam.queries.ts';
import { type QuestionTotals, totalsOfExams } from '../question/question.queries.ts';

/**
 * What learners read when they start, sit and end, for all requests together: when thousands come at once, statements
 * for one row each would be most of the work. They decide nothing about access, and nobody may change what they give.
 */
export type Readers = {
  readonly exam: GatheredReads<ExamRow | null>;
  readonly attempt: GatheredReads<AttemptReading | null>;
  /** By attempt. */
  readonly answers: GatheredReads<readonly AnswerRow[]>;
  /** By attempt. */
  readonly answeredCount: GatheredReads<number>;
  /** By attempt, by the database's clock. */
  readonly remainingSeconds: GatheredReads<number>;
  /** By exam. */
  readonly totals: GatheredReads<QuestionTotals>;
};

/** `em` gives a fork to read with. */
export function createReaders(em: () => EntityManager): Readers {
  return {
    exam: gathered(
      (ids) => findExams(em(), ids),
      ({ id }) => id,
      (exam) => exam ?? null,
    ),
    attempt: gathered(
      (ids) => findAttemptReadings(em(), ids),
      ({ attempt }) => attempt.id,
      (reading) => reading ?? null,
    ),
    answers: gathered(
      async (ids) => [...Map.groupBy(await listAnswers(em(), ids), ({ attemptId }) => attemptId)],
      ([attemptId]) => attemptId,
      (found) => found?.[1] ?? [],
    ),
    answeredCount: gathered(
      (ids) => countAnswered(em(), ids),
      ({ attemptId }) => attemptId,
      (found) => found?.count ?? 0,
    ),
    remainingSeconds: gathered(
      (ids) => remainingOfAttempts(em(), ids),
      ({ attemptId }) => attemptId,
      (found) => found?.seconds ?? 0,
    ),
    totals: gathered(
      (ids) => totalsOfExams(em(), ids),
      ({ examId }) => examId,
      (found) => found ?? { questionCount: 0, pointsMax: 0 },
    ),
  };
}

/** Ids of no form are not asked for: one would fail the statement of all others. */
function gathered<Row, Value>(
  read: (ids: readonly string[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
  toValue: (row: Row | undefined) => Value,
): GatheredReads<Value> {
  const reads = gatherReads(async (ids) => {
    const found = new Map((await read(ids)).map((row) => [idOf(row), row]));
    return ids.map((id) => toValue(found.get(id)));
  });
  return { load: async (id) => (isUuid(id) ? reads.load(id.toLowerCase()) : toValue(undefined)) };
}
