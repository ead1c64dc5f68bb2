import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceViewer, type TestDatabase, testDatabase, userViewer } from '@lectern/testing';
import { Client } from 'pg';
import { createExamOrm, migrateDatabase } from '../src/db/orm.ts';
import { expireAttempts, saveAnswer, startAttempt, submitAttempt } from './_operations.ts';
import { before, fillBefore, lastBefore, migrateBefore } from './_school-before.ts';
import { instructor, learner, otherLearner, startTestExam, type TestExam } from './_util.ts';

const seen = /* GraphQL */ `
  query ($attemptId: ID!) {
    attempt(attemptId: $attemptId) {
      status ending deadlineAt acceptsUntil submittedAt
      sections { id } questions { id __typename } answers { questionId isTrue number text sequence }
      result { pointsAwarded pointsMax scorePercent isPassed questions { questionId verdict } }
    }
  }
`;

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a school from before there were banks, rooms and markers', () => {
  let database: TestDatabase;
  let exam: TestExam;
  beforeAll(async () => {
    database = await testDatabase('exam-before', migrateBefore);
    await fillBefore(database.url);
    await migrateDatabase(database.url);
    exam = await startTestExam({ dbUrl: database.url });
  });
  afterAll(async () => {
    await exam[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const read = async (viewer: typeof learner, attemptId: string) =>
    (await exam.ask(viewer, seen, { attemptId })).attempt;

  it('keeps its results, question by question', async () => {
    const { status, ending, sections, questions, answers, result } = await read(otherLearner, before.attempt.graded);
    expect({ status, ending, sections }).toEqual({ status: 'GRADED', ending: 'HANDED_IN', sections: [] });
    expect(questions).toHaveLength(5);
    expect(answers).toHaveLength(3);
    expect(result).toMatchObject({ pointsAwarded: 3, pointsMax: 5, scorePercent: 60, isPassed: true });
    const verdicts = result.questions.map(({ verdict }: { verdict: string }) => verdict);
    expect(verdicts.toSorted()).toEqual(['RIGHT', 'RIGHT', 'RIGHT', 'UNANSWERED', 'UNANSWERED']);
  });

  it('has attempts that go on, with what was answered, and take answers of every kind', async () => {
    const { running } = before.attempt;
    const { question } = before;
    const first = await read(learner, running);
    expect(first).toMatchObject({ status: 'IN_PROGRESS', sections: [], answers: [{ isTrue: true, sequence: 3 }] });
    expect(Date.parse(first.acceptsUntil) - Date.parse(first.deadlineAt)).toBe(10_000);
    for (const [questionId, answer] of [
      [question.single, { choiceIds: ['a'] }],
      [question.several, { choiceIds: ['a', 'b'] }],
      [question.numeric, { number: 9.5 }],
      [question.text, { text: ' OSLO ' }],
    ]) {
      await exam.ask(learner, saveAnswer, { input: { attemptId: running, questionId, sequence: 1, answer } });
    }
    const { submitAttempt: ended } = await exam.ask(learner, submitAttempt, { attemptId: running });
    expect(ended.attempt.result).toMatchObject({ pointsAwarded: 5, pointsMax: 5, scorePercent: 100, isPassed: true });
    const [row] = await query(database.url, `select revision from exam.attempt where id = '${running}'`);
    expect(row).toEqual({ revision: 2 });
  });

  it('has its overdue attempts ended by the sweep, which makes ahead those of who has not begun', async () => {
    await exam.ask(serviceViewer('scheduler'), expireAttempts, { limit: 100 });
    const late = await read(userViewer('late-learner', 'LEARNER'), before.attempt.overdue);
    expect(late).toMatchObject({ status: 'GRADED', ending: 'TIME_RAN_OUT', result: { pointsAwarded: 1 } });
    expect(late.submittedAt).toBe(late.deadlineAt);
    const made = await query(database.url, `select learner_id from exam.attempt where status = 'NOT_STARTED'`);
    expect(made).toEqual([{ learner_id: 'new-learner' }]);
    const { startAttempt: begun } = await exam.ask(userViewer('new-learner', 'LEARNER'), startAttempt, {
      examId: before.examId,
    });
    expect(begun.attempt).toMatchObject({ number: 1, status: 'IN_PROGRESS' });
    const { startAttempt: second } = await exam.ask(otherLearner, startAttempt, { examId: before.examId });
    expect(second.attempt).toMatchObject({ number: 2, status: 'IN_PROGRESS' });
  });

  it('can have the keys of its old papers put right', async () => {
    const changes = [{ questionId: before.question.numeric, number: 20 }];
    const { applyRegrade } = await exam.ask(
      instructor,
      'mutation ($input: ApplyRegradeInput!) { applyRegrade(input: $input) { changedCount } }',
      { input: { examId: before.examId, changes, reason: 'It was 20.' } },
    );
    expect(applyRegrade.changedCount).toBe(2);
    const { result } = await read(otherLearner, before.attempt.graded);
    expect(result).toMatchObject({ pointsAwarded: 2, scorePercent: 40, isPassed: false });
  });
});

describe('the migrations', () => {
  it('can be taken back and applied again; attempts, answers and results stay', async () => {
    await using database = await testDatabase('exam-before', migrateBefore);
    await fillBefore(database.url);
    const attempts = `select id, status, ending, started_at, deadline_at, submitted_at, points_awarded, score_percent
                        from exam.attempt order by id`;
    const answers = `select attempt_id, question_id, response, points_awarded, sequence, saved_at, is_flagged
                       from exam.answer order by 1, 2`;
    const indexes = `select indexdef from pg_indexes where schemaname = 'exam' and tablename in ('attempt', 'answer')
                      order by 1`;
    const checks = `select pg_get_constraintdef(oid) as def from pg_constraint
                     where conrelid = 'exam.attempt'::regclass and contype = 'c' order by 1`;
    const all = async () => Promise.all([attempts, answers, indexes, checks].map((sql) => query(database.url, sql)));
    const old = await all();
    await migrateDatabase(database.url);
    const present = await all();
    expect(present.slice(0, 2)).toEqual(old.slice(0, 2));
    await query(
      database.url,
      `update exam.attempt set status = 'SUBMITTED', ending = 'ENDED_BY_PROCTOR', submitted_at = now()
        where id = '${before.attempt.overdue}'`,
    );
    await takeBack(database.url);
    await query(
      database.url,
      `update exam.attempt set status = 'IN_PROGRESS', ending = null, submitted_at = null
        where id = '${before.attempt.overdue}' and ending = 'EXAM_CLOSED'`,
    );
    expect(await all()).toEqual(old);
    await migrateDatabase(database.url);
    expect(await all()).toEqual(present);
  });
});

async function takeBack(url: string): Promise<void> {
  const orm = await createExamOrm(url);
  try {
    await orm.migrator.down({ to: lastBefore });
  } finally {
    await orm.close(true);
  }
}
