import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { streamKey } from '@lectern/event-stream';
import { liveTopics, streamNames } from '@lectern/events';
import { createTopicSubscriber } from '@lectern/fanout';
import { createLogger, newId } from '@lectern/runtime';
import { freePort, signedRequest, testProcess, testSigningSecret, waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { makeStarted, submitAttempt } from './_operations.ts';
import { learner, startTestExam, type TestExam } from './_util.ts';

const logger = createLogger('test', { level: 'silent', format: 'json' });

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

/** Whoever waits for a result at an open socket, and all they were sent. */
async function waitForResult(attemptId: string) {
  const { redisUrl, redisPrefix: prefix } = exam.config;
  const subscriber = createTopicSubscriber({ redisUrl, prefix, logger });
  const events = subscriber.subscribe(liveTopics.attemptResult(attemptId));
  await events.ready;
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const { data } of events) seen.push(data);
  })();
  return {
    seen,
    async [Symbol.asyncDispose]() {
      await events.return();
      await reading;
      await subscriber[Symbol.asyncDispose]();
    },
  };
}

/** Says again, as its transaction would have, that the attempt was graded. */
async function tellGraded(attemptId: string): Promise<void> {
  await exam.db.query(
    `insert into exam.outbox (id, stream, type, payload, occurred_at)
     select $1, 'exam.events', 'exam.attempts.graded.v1',
            jsonb_build_object('attempts', jsonb_build_array(jsonb_build_object('attemptId', id, 'revision', revision))),
            now() - interval '1 minute'
       from exam.attempt where id = $2`,
    [newId(), attemptId],
  );
}

/** Until exam has read back everything it has told so far. */
async function untilReadBack(): Promise<void> {
  const redis = new Redis(exam.config.redisUrl);
  try {
    await waitFor(
      'the events to be relayed',
      async () => {
        const { rowCount } = await exam.db.query('select 1 from exam.outbox where relayed_at is null');
        return rowCount === 0;
      },
      30_000,
    );
    await waitFor(
      'the events to be read back',
      async () => {
        const groups: unknown = await redis.xinfo('GROUPS', streamKey(exam.config.redisPrefix, streamNames.exam));
        const text = JSON.stringify(groups);
        return text.includes('"exam-results"') && text.includes('"pending",0') && text.includes('"lag",0');
      },
      30_000,
    );
  } finally {
    redis.disconnect();
  }
}

it('a process killed between the commit and the result leaves nobody waiting', async () => {
  const { attemptId } = await makeStarted(exam);
  await using waiting = await waitForResult(attemptId);
  const port = await freePort();
  await using other = testProcess(join(import.meta.dirname, '../src/main.ts'), {
    EXAM_PORT: String(port),
    EXAM_DB_URL: exam.config.dbUrl,
    EXAM_REDIS_URL: exam.config.redisUrl,
    LECTERN_REDIS_PREFIX: exam.config.redisPrefix,
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_COURSE_URL: exam.course.url,
    LECTERN_IDENTITY_URL: exam.course.url,
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor('readiness', async () => (await fetch(`${url}/readyz`)).status === 200, 30_000);

  // What is published reads this table, what is committed does not: the process stands in between.
  const client = await exam.db.connect();
  try {
    await client.query('begin; lock table exam.essay_mark in access exclusive mode');
    const variables = { attemptId };
    signedRequest({ url, audience: 'exam', viewer: learner, query: submitAttempt, variables }).catch(() => undefined);
    await waitFor(
      'the commit, and the process behind it',
      async () => {
        const { rows } = await exam.db.query('select status from exam.attempt where id = $1', [attemptId]);
        const { rowCount } = await exam.db.query(
          `select 1 from pg_locks where relation = 'exam.essay_mark'::regclass and not granted`,
        );
        return rows[0]?.status === 'GRADED' && rowCount !== 0;
      },
      30_000,
    );
    other.child.kill('SIGKILL');
    await other.ended;
    expect(waiting.seen).toEqual([]);
  } finally {
    await client.query('rollback');
    client.release();
  }
  await waitFor('the result', () => waiting.seen.length > 0, 30_000);
  expect(waiting.seen[0]).toMatchObject({ id: attemptId, status: 'GRADED', result: { pointsMax: expect.anything() } });
}, 90_000);

/** As a regrade that died before it could publish: changed in the database, and told by its event alone. */
async function correct(attemptId: string, points: number): Promise<void> {
  await exam.db.query('update exam.attempt set revision = revision + 1, points_awarded = $2 where id = $1', [
    attemptId,
    points,
  ]);
  await tellGraded(attemptId);
}

it('a result that was corrected, and not published, comes from what was told of it', async () => {
  const { attemptId } = await makeStarted(exam);
  await using waiting = await waitForResult(attemptId);
  await exam.ask(learner, submitAttempt, { attemptId });
  await waitFor('the first result', () => waiting.seen.length > 0);
  await correct(attemptId, 0.5);
  await waitFor('the correction', () => pointsIn(waiting.seen.at(-1)) === 0.5, 30_000);
}, 60_000);

it('a result that was published is not published again, however often it is told', async () => {
  const { attemptId } = await makeStarted(exam);
  await using waiting = await waitForResult(attemptId);
  await exam.ask(learner, submitAttempt, { attemptId });
  await correct(attemptId, 0.5);
  // Nothing of before comes after it.
  await waitFor('the correction', () => pointsIn(waiting.seen.at(-1)) === 0.5, 30_000);
  await untilReadBack();
  const before = waiting.seen.length;
  for (let time = 0; time < 3; time += 1) await tellGraded(attemptId);
  await untilReadBack();
  await correct(attemptId, 0.25);
  await waitFor('the next one', () => pointsIn(waiting.seen.at(-1)) === 0.25, 30_000);
  expect(waiting.seen).toHaveLength(before + 1);
}, 90_000);

function pointsIn(data: unknown): unknown {
  const { result } = data as { result: { pointsAwarded: number } | null };
  return result?.pointsAwarded;
}

it('who comes back a moment too late is seen at the second look', async () => {
  const { attemptId } = await makeStarted(exam);
  await exam.ask(learner, submitAttempt, { attemptId });
  await correct(attemptId, 0.5);
  await untilReadBack();
  await using waiting = await waitForResult(attemptId);
  await waitFor('the correction', () => pointsIn(waiting.seen.at(-1)) === 0.5, 60_000);
}, 120_000);
