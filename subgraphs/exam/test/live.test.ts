import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { streamKey } from '@lectern/event-stream';
import { liveTopics, streamNames } from '@lectern/events';
import { createTopicSubscriber } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import { serviceViewer, startRedisServer, waitFor } from '@lectern/testing';
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { Redis } from 'ioredis';
import {
  answerTo,
  closeExam,
  expireAttempts,
  flagQuestion,
  letTimeRunOut,
  makeStarted,
  saveAnswer,
  submitAttempt,
  updateExam,
} from './_operations.ts';
import { instructor, learner, readSchema, startTestExam, type TestExam } from './_util.ts';

const logger = createLogger('test', { level: 'silent', format: 'json' });

let exam: TestExam;
let schema: GraphQLSchema;
beforeAll(async () => {
  exam = await startTestExam();
  schema = await readSchema(exam);
});
afterAll(async () => exam[Symbol.asyncDispose]());

/** Everything a type has without arguments, as a selection; `Attempt` and `Exam` within themselves are left out. */
function selectionOf(type: GraphQLOutputType, within: readonly string[] = []): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isAbstractType(named)) {
    const parts = schema.getPossibleTypes(named).map((each) => `... on ${each.name} ${selectionOf(each, within)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(named)) throw new Error('a field returns an input type');
  if (named.name === 'Course' || named.name === 'User') return '{ __typename id }';
  const fields = Object.values(named.getFields()).filter(
    (field) => field.args.length === 0 && !within.includes(getNamedType(field.type).name),
  );
  const own = fields.map((field) => `${field.name} ${selectionOf(field.type, [...within, named.name])}`);
  return `{ __typename ${own.join(' ')} }`;
}

/** Drops `__typename` of objects whose type is not abstract or a reference: envelopes need not have it there. */
function withoutTypenames(value: unknown, type: GraphQLOutputType): unknown {
  if (isNonNullType(type)) return withoutTypenames(value, type.ofType);
  if (value === null || value === undefined) return value;
  if (isListType(type)) return (value as unknown[]).map((one) => withoutTypenames(one, type.ofType));
  if (isLeafType(type)) return value;
  const { __typename } = value as { __typename?: string };
  const concrete = isAbstractType(type) ? schema.getType(__typename ?? '') : type;
  if (!isObjectType(concrete)) throw new Error(`no concrete type of ${String(type)}`);
  const fields = concrete.getFields();
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const field = fields[name];
      return field ? [[name, withoutTypenames(member, field.type)]] : [];
    }),
  );
}

async function publishedResult(attemptId: string) {
  await using subscriber = createTopicSubscriber({
    redisUrl: exam.config.redisUrl,
    prefix: exam.config.redisPrefix,
    logger,
  });
  return await waitFor('the result', () => subscriber.lastEvent(liveTopics.attemptResult(attemptId)));
}

describe('the topic of an attempt', () => {
  it('carries what is new when an attempt has ended, as its learner reads it', async () => {
    const started = await makeStarted(exam, { attemptsMax: 2 });
    const { attemptId, question } = started;
    await exam.ask(learner, saveAnswer, answerTo(started, 'TRUE_FALSE', { isTrue: false }));
    await exam.ask(learner, saveAnswer, answerTo(started, 'SHORT_TEXT', { text: 'Trumpet' }));
    const flag = { attemptId, questionId: question['NUMERIC']?.id, isFlagged: true };
    await exam.ask(learner, flagQuestion, { input: flag });
    await exam.ask(learner, submitAttempt, { attemptId });
    const { data } = await publishedResult(attemptId);

    const field = schema.getQueryType()?.getFields()['attempt'];
    if (!field) throw new Error('there is no query attempt');
    const query = `query ($attemptId: ID!) { attempt(attemptId: $attemptId) ${selectionOf(field.type)} }`;
    const { attempt } = await exam.ask(learner, query, { attemptId });
    // Whoever selects these is answered by a query: they are large, and the learner had them before.
    const {
      exam: ofExam,
      sections,
      questions,
      answers,
      messages,
      ...expected
    } = withoutTypenames(attempt, field.type) as Record<string, unknown>;
    const { exam: toldExam, ...told } = withoutTypenames(data, field.type) as Record<string, unknown>;
    expect(told).toEqual(expected);
    expect(told).toMatchObject({ result: { pointsAwarded: 1 } });
    expect(ofExam).toMatchObject(toldExam as object);
    expect(data).toMatchObject({
      __typename: 'Attempt',
      learner: { __typename: 'User', id: 'learner' },
      exam: { __typename: 'Exam' },
    });
    expect(JSON.stringify(data).length).toBeLessThan(JSON.stringify({ sections, questions, answers, messages }).length);
  });

  it.each([
    [
      'the sweep',
      async (it: TestExam, attemptId: string) => {
        await letTimeRunOut(it, attemptId);
        await it.ask(serviceViewer('scheduler'), expireAttempts, { limit: 10 });
      },
      'TIME_RAN_OUT',
    ],
    [
      'closing',
      async (it: TestExam, _attemptId: string, examId: string) => it.ask(instructor, closeExam, { examId }),
      'EXAM_CLOSED',
    ],
  ])('is published to those who wait when %s ends it', async (_name, end, ending) => {
    const { attemptId, examId } = await makeStarted(exam);
    const { redisUrl, redisPrefix: prefix } = exam.config;
    await using subscriber = createTopicSubscriber({ redisUrl, prefix, logger });
    const events = subscriber.subscribe(liveTopics.attemptResult(attemptId));
    await events.ready;
    await end(exam, attemptId, examId);
    const { value } = await events.next();
    expect(value?.data).toMatchObject({ id: attemptId, status: 'GRADED', ending });
    await events.return();
  });
});

describe('the stream of events', () => {
  it('tells of an exam, its learners and their attempts, in order', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    await exam.ask(instructor, updateExam, { input: { examId, title: 'Renamed' } });
    await exam.ask(learner, submitAttempt, { attemptId });
    await exam.ask(instructor, closeExam, { examId });
    const redis = new Redis(exam.config.redisUrl);
    try {
      const read = async () => {
        const entries = await redis.xrange(streamKey(exam.config.redisPrefix, streamNames.exam), '-', '+');
        return entries.map(([, fields]) => JSON.stringify(fields)).filter((text) => text.includes(examId));
      };
      const entries = await waitFor('all events of the exam', async () => {
        const found = await read();
        return found.length === 7 && found;
      });
      const types = entries.map((text) => /exam\.[a-z]+\.[a-z]+\.v1/.exec(text)?.[0]);
      expect(types).toEqual([
        'exam.exam.changed.v1',
        'exam.exam.changed.v1',
        'exam.registrations.changed.v1',
        'exam.attempts.started.v1',
        'exam.exam.changed.v1',
        'exam.attempts.graded.v1',
        'exam.exam.changed.v1',
      ]);
      const versions = entries.flatMap((text) => /version[\\":\s]+(\d+)/.exec(text)?.[1] ?? []);
      expect(versions).toEqual(['1', '2', '3', '4']);
    } finally {
      redis.disconnect();
    }
  });
});

it('publishes a result late when Redis was away as it came about, as it is by then', async () => {
  await using server = await startRedisServer();
  await using own = await startTestExam({ redisUrl: server.url });
  const { attemptId } = await makeStarted(own);
  await server.kill();
  const { submitAttempt: submitted } = await own.ask(learner, submitAttempt, { attemptId });
  expect(submitted.attempt.status).toBe('GRADED');
  await waitFor('the failure', () => own.logLines.some((line) => line.includes('a result was not published')));
  await own.db.query('update exam.attempt set points_awarded = 4.5 where id = $1', [attemptId]);
  await server.restart();
  await using subscriber = createTopicSubscriber({ redisUrl: server.url, prefix: own.config.redisPrefix, logger });
  const lastEvent = () => subscriber.lastEvent(liveTopics.attemptResult(attemptId)).catch(() => null);
  await waitFor('the result', async () => (await lastEvent()) !== null, 20_000);
  expect(await lastEvent()).toMatchObject({
    data: { id: attemptId, status: 'GRADED', result: { pointsAwarded: 4.5 } },
  });
}, 40_000);
