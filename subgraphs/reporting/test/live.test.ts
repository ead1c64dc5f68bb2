import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LiveEnvelope } from '@lectern/events';
import { newId } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import type { LiveStats } from '../src/live/live-stats.ts';
import {
  admin,
  examChanged,
  examLive,
  graded,
  gradedAttempt,
  proctor,
  registered,
  started,
  startTestReporting,
  type TestReporting,
} from './_start-test-reporting.ts';

let reporting: TestReporting;
beforeAll(async () => {
  reporting = await startTestReporting();
});
afterAll(async () => reporting[Symbol.asyncDispose]());

const read = async (examId: string): Promise<LiveStats | null> =>
  (await reporting.get(proctor, examLive, { examId })).examLive;

/** Made anew from text: what `fetch` gives in a test has other prototypes. */
function withoutTime(stats: LiveStats | null | undefined): object {
  return JSON.parse(JSON.stringify({ ...stats, asOf: '' }));
}

/** Everything published on the exam's live topic from now on, with the time of arrival in milliseconds. */
async function listen(examId: string) {
  const subscriber = new Redis(reporting.redis.options);
  const arrived: { readonly envelope: LiveEnvelope<LiveStats>; readonly atMs: number }[] = [];
  subscriber.on('message', (_channel, message) =>
    arrived.push({ envelope: JSON.parse(message), atMs: performance.now() }),
  );
  await subscriber.subscribe(`${reporting.redisPrefix}live:exam.${examId}.live`);
  return { arrived, [Symbol.dispose]: () => subscriber.disconnect() };
}

describe('the numbers of an exam', () => {
  it('begin with nothing', async () => {
    const examId = newId();
    await reporting.push(examChanged(examId));
    const stats = await waitFor('the exam', () => read(examId));
    expect(stats).toMatchObject({
      exam: { __typename: 'Exam', id: examId },
      registeredCount: 0,
      startedCount: 0,
      inProgressCount: 0,
      handedInCount: 0,
      meanScorePercent: null,
      leaderboard: [],
      recentHandIns: [],
    });
    expect(stats.scoreHistogram).toHaveLength(10);
    expect(stats.scoreHistogram[9]).toEqual({ fromPercent: 90, toPercent: 100, count: 0 });
  });

  it('follow what happens, and are null before the exam is known', async () => {
    const examId = newId();
    expect(await read(examId)).toBeNull();
    const attempts = [
      gradedAttempt(examId, 'ann', 80, 600),
      gradedAttempt(examId, 'bob', 80, 500),
      gradedAttempt(examId, 'cyd', 40, 100),
      gradedAttempt(examId, 'ann', 20, 50, 2),
    ];
    await reporting.push(examChanged(examId), registered(examId, ['ann', 'bob', 'cyd', 'dan', 'eve']));
    await reporting.push(registered(examId, ['eve'], false));
    await reporting.push(started(...attempts, gradedAttempt(examId, 'dan', 0)), graded(...attempts));
    const stats = await waitFor('the hand-ins', async () => {
      const now = await read(examId);
      // The leaderboard follows the commit that the counters show.
      return now?.handedInCount === 4 && now.leaderboard.length === 3 && now;
    });
    expect(stats).toMatchObject({
      registeredCount: 4,
      startedCount: 5,
      inProgressCount: 1,
      handedInCount: 4,
      passedCount: 2,
      failedCount: 2,
      meanScorePercent: 55,
    });
    expect(stats.scoreHistogram.map(({ count }) => count)).toEqual([0, 0, 1, 0, 1, 0, 0, 0, 2, 0]);
    expect(stats.leaderboard).toEqual([
      { rank: 1, learner: { __typename: 'User', id: 'bob' }, scorePercent: 80, durationSeconds: 500 },
      { rank: 1, learner: { __typename: 'User', id: 'ann' }, scorePercent: 80, durationSeconds: 600 },
      { rank: 3, learner: { __typename: 'User', id: 'cyd' }, scorePercent: 40, durationSeconds: 100 },
    ]);
    expect(stats.recentHandIns.map(({ learner }) => learner.id)).toEqual(['ann', 'bob', 'cyd', 'ann']);
    expect(stats.recentHandIns[0]).toEqual({
      attempt: { __typename: 'Attempt', id: `${examId}-ann-1` },
      learner: { __typename: 'User', id: 'ann' },
      submittedAt: '2026-03-01T08:10:00.000Z',
      scorePercent: 80,
      isPassed: true,
      isExpired: false,
    });
  });

  it('hang on the exam for other subgraphs', async () => {
    const examId = newId();
    await reporting.push(examChanged(examId), registered(examId, ['ann']));
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Exam { id liveStats { registeredCount } } } }';
    const r = [{ __typename: 'Exam', id: examId }];
    await waitFor('the registration', async () => {
      const { _entities } = await reporting.get(admin, query, { r });
      return _entities[0].liveStats?.registeredCount === 1;
    });
  });
});

describe('the live topic', () => {
  it('carries what the query answers, and ends with the last state', async () => {
    const examId = newId();
    using live = await listen(examId);
    await reporting.push(examChanged(examId), registered(examId, ['ann', 'bob']));
    for (let n = 0; n < 40; n += 1)
      await reporting.push(graded(gradedAttempt(examId, `learner-${n}`, n * 2.5, 60 + n)));
    // Until then a state may be published between a commit and its place on the leaderboard, and the next corrects it.
    const last = await waitFor('the last state', async () => {
      const newest = live.arrived.at(-1)?.envelope;
      const answered = await read(examId);
      const isSame = isDeepStrictEqual(withoutTime(newest?.data), withoutTime(answered));
      return newest?.data.handedInCount === 40 && isSame && newest;
    });
    expect(last.data.recentHandIns).toHaveLength(20);
    expect(last.data.leaderboard).toHaveLength(10);
    expect(live.arrived.map(({ envelope }) => envelope.offset)).toEqual(live.arrived.map((_, i) => i + 1));
  });

  it('carries an exam at most every 500 ms', async () => {
    const examId = newId();
    using live = await listen(examId);
    await reporting.push(examChanged(examId));
    let pushed = 0;
    await waitFor('four states', async () => {
      pushed += 1;
      await reporting.push(registered(examId, [`learner-${pushed}`]));
      return live.arrived.length >= 4;
    });
    const gaps = live.arrived.slice(1).map(({ atMs }, i) => atMs - (live.arrived[i]?.atMs ?? 0));
    // Reading takes longer now and then, and the next one less.
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(mean).toBeGreaterThan(400);
    expect(pushed).toBeGreaterThan(20);
  });

  it('says the same again when events are told again', async () => {
    const examId = newId();
    const attempt = gradedAttempt(examId, 'ann', 70);
    const events = [examChanged(examId), registered(examId, ['ann']), started(attempt), graded(attempt)];
    await reporting.push(...events);
    const first = await waitFor('the hand-in', async () => {
      const now = await read(examId);
      return now?.handedInCount === 1 && now.leaderboard.length === 1 && now;
    });
    using live = await listen(examId);
    await reporting.push(...events.toReversed(), ...events, examChanged(examId, 0, 'An older title'));
    const marker = registered(examId, ['bob']);
    await reporting.push(marker);
    const after = await waitFor('the marker', () => {
      const newest = live.arrived.at(-1)?.envelope.data;
      return newest?.registeredCount === 2 && newest;
    });
    expect({ ...after, asOf: '' }).toEqual({ ...first, registeredCount: 2, asOf: '' });
  });
});
