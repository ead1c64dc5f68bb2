import { expect, it } from '@jest/globals';
import { newId } from '@lectern/runtime';
import { startRedisServer, waitFor } from '@lectern/testing';
import {
  examChanged,
  examLive,
  graded,
  gradedAttempt,
  proctor,
  registered,
  startTestReporting,
} from './_start-test-reporting.ts';

it('the numbers are there while Redis is away, and move again when an empty one comes back', async () => {
  await using redisServer = await startRedisServer();
  await using reporting = await startTestReporting({ redisServerUrl: redisServer.url });
  const examId = newId();
  const read = async () => (await reporting.get(proctor, examLive, { examId })).examLive;
  const readiness = async () => (await fetch(new URL('/readyz', reporting.url))).status;
  await reporting.push(
    examChanged(examId),
    registered(examId, ['ann', 'bob']),
    graded(gradedAttempt(examId, 'ann', 70)),
  );
  await waitFor('the hand-in', async () => (await read())?.handedInCount === 1);

  await redisServer.kill();
  await waitFor('not ready', async () => (await readiness()) === 503);
  expect(await read()).toMatchObject({ handedInCount: 1, leaderboard: [{ rank: 1, learner: { id: 'ann' } }] });

  await redisServer.restart();
  const restartedAt = performance.now();
  // What a relay does with a Redis that lost its data: everything kept is said again, then what is new.
  await reporting.push(
    examChanged(examId),
    registered(examId, ['ann', 'bob']),
    graded(gradedAttempt(examId, 'ann', 70)),
  );
  await reporting.push(graded(gradedAttempt(examId, 'bob', 90)));
  const topic = `${reporting.redisPrefix}live:exam.${examId}.live`;
  const leftMs = 10_000 - (performance.now() - restartedAt);
  await waitFor(
    'the live numbers, ten seconds after the recovery at most',
    async () => {
      const last = await reporting.redis.hget(topic, 'last');
      return last !== null && JSON.parse(last).data.handedInCount === 2;
    },
    leftMs,
  );
  await waitFor('ready', async () => (await readiness()) === 200, 20_000);
  const stats = await waitFor(
    'both',
    async () => {
      const now = await read();
      return now.handedInCount === 2 && now.leaderboard.length === 2 && now;
    },
    20_000,
  );
  expect(stats).toMatchObject({
    registeredCount: 2,
    meanScorePercent: 80,
    leaderboard: [{ learner: { id: 'bob' } }, { learner: { id: 'ann' } }],
  });
}, 60_000);
