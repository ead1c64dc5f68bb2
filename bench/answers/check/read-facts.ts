import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { withClient } from '../school/stores.ts';
import type { AnswerFact, AttemptFact, Facts, MoveFact, PaperFact, Receipt } from './facts.ts';

export type FactSources = {
  /** Of a role that may read everything. */
  readonly databaseUrl: string;
  readonly examId: string;
  readonly receiptFiles: readonly string[];
};

/** Reads the database and the receipts; statements of its own, none of the exam's. */
export async function readFacts({ databaseUrl, examId, receiptFiles }: FactSources): Promise<Facts> {
  return withClient(databaseUrl, async (client) => {
    const read = async <Row extends pg.QueryResultRow>(text: string): Promise<Row[]> =>
      (await client.query<Row>(text, [examId])).rows;
    await client.query('begin isolation level repeatable read read only');
    const [exam] = await read<{ pass: number }>('select pass_mark_percent as pass from exam.exam where id = $1');
    const [registered] = await read<{ count: number }>(registeredSql);
    return {
      passMarkPercent: exam?.pass ?? Number.NaN,
      registeredCount: registered?.count ?? 0,
      papers: await read<PaperFact>(papersSql),
      attempts: await read<AttemptFact>(attemptsSql),
      answers: await read<AnswerFact>(answersSql),
      moves: await read<MoveFact>(movesSql),
      board: null,
      receipts: receiptFiles.flatMap(readReceipts),
    };
  });
}

/** Only what the numbers of an exam are counted from. */
export async function readCounted(
  databaseUrl: string,
  examId: string,
): Promise<Pick<Facts, 'attempts' | 'registeredCount'>> {
  return withClient(databaseUrl, async (client) => {
    const attempts = await client.query<AttemptFact>(attemptsSql, [examId]);
    const registered = await client.query<{ count: number }>(registeredSql, [examId]);
    return { attempts: attempts.rows, registeredCount: registered.rows[0]?.count ?? 0 };
  });
}

/** A line that its writer could not finish, because it was killed, tells nothing. */
function readReceipts(file: string): Receipt[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  return lines.map((line) => JSON.parse(line));
}

const registeredSql = 'select count(*)::int as count from exam.registration where exam_id = $1';

const papersSql = `select id, points_max as "pointsMax", questions from exam.paper where exam_id = $1`;

const attemptsSql = `
  select id, learner_id as "learnerId", number, paper_id as "paperId", status, started_at as "startedAt",
         deadline_at as "deadlineAt", accepts_until as "acceptsUntil", submitted_at as "submittedAt",
         points_awarded as "pointsAwarded", score_percent as "scorePercent", is_passed as "isPassed"
    from exam.attempt where exam_id = $1`;

const answersSql = `
  select w.attempt_id as "attemptId", w.question_id as "questionId", w.sequence, w.response,
         w.points_awarded as "pointsAwarded", w.saved_at as "savedAt"
    from exam.answer w where w.attempt_id in (select id from exam.attempt where exam_id = $1)`;

const movesSql = `
  select attempt_id as "attemptId", to_status as "toStatus", count(*)::int as count
    from exam.attempt_log where attempt_id in (select id from exam.attempt where exam_id = $1) group by 1, 2`;
