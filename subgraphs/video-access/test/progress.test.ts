import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { streamKey } from '@lectern/event-stream';
import { userViewer, waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { courseId, learner, startVideoAccessTest, stranger, type VideoAccessTest } from './_service.ts';
import { makeFilm, makeReadyVideo, startPlayback } from './_video.ts';

let test: VideoAccessTest;
let videoId: string;
let redis: Redis;
let database: Client;
beforeAll(async () => {
  const [started, film] = await Promise.all([startVideoAccessTest(), makeFilm(40, '64x48')]);
  test = started;
  redis = new Redis(test.env.VIDEO_REDIS_URL ?? '');
  database = new Client({ connectionString: test.env.VIDEO_DB_URL });
  await database.connect();
  videoId = await makeReadyVideo(test, film);
});
afterAll(async () => {
  redis.disconnect();
  await database.end();
  await test[Symbol.asyncDispose]();
});

const document = `mutation ($id: ID!, $at: Float!) {
  saveWatchProgress(input: { videoId: $id, positionSeconds: $at }) {
    progress { positionSeconds watchedPercent isCompleted }
  }
}`;

async function save(viewer: typeof learner, at: number) {
  const { body } = await test.graph(viewer, document, { id: videoId, at });
  return { progress: body.data?.saveWatchProgress?.progress, code: body.errors?.[0]?.extensions?.code };
}

/** As if the viewer's last report had come that much earlier. */
async function letPass(viewerId: string, seconds: number) {
  await database.query(
    'update video_access.watch_progress set updated_at = updated_at - make_interval(secs => $1) where viewer_id = $2',
    [seconds, viewerId],
  );
}

async function watchedEvents(viewerId: string) {
  const key = streamKey(test.env.LECTERN_REDIS_PREFIX ?? '', 'video.events');
  const entries = await redis.xrange(key, '-', '+');
  return entries.map(([, fields]) => fields.join(' ')).filter((text) => text.includes(`"${viewerId}"`));
}

describe('watch progress', () => {
  it('is where watching goes on, on every device', async () => {
    expect(await save(learner, 12)).toMatchObject({ progress: { positionSeconds: 12, isCompleted: false } });
    const { grant } = await startPlayback(test, learner, videoId);
    expect(grant.resumeAtSeconds).toBe(12);
    const { body } = await test.graph(
      learner,
      'query ($id: ID!) { video(id: $id) { viewerProgress { positionSeconds updatedAt } } }',
      { id: videoId },
    );
    expect(body.data.video.viewerProgress.positionSeconds).toBe(12);
  });

  it('is not completed by one jump, nor by many small steps at once', async () => {
    const viewer = userViewer('jumper', 'LEARNER');
    test.enrolled.add('jumper');
    for (const at of [0, 40, 39, 40]) await save(viewer, at);
    for (let at = 0; at <= 40; at += 1) await save(viewer, at);
    const { progress } = await save(viewer, 40);
    expect(progress.isCompleted).toBe(false);
    expect(progress.watchedPercent).toBeLessThan(60);
    expect(await watchedEvents('jumper')).toEqual([]);
  });

  it('is completed by watching, and told once', async () => {
    const viewer = userViewer('watcher', 'LEARNER');
    test.enrolled.add('watcher');
    for (const at of [0, 10, 20, 30]) {
      expect(await save(viewer, at)).toMatchObject({ progress: { isCompleted: false } });
      await letPass('watcher', 10);
    }
    // Reports of several tabs at the same moment.
    const answers = await Promise.all([38, 39, 40].map((at) => save(viewer, at)));
    expect(answers.some(({ progress }) => progress.isCompleted)).toBe(true);
    await letPass('watcher', 10);
    await save(viewer, 5);
    await save(viewer, 40);
    await waitFor('the event', async () => (await watchedEvents('watcher')).length > 0);
    const [event, ...more] = await watchedEvents('watcher');
    expect(more).toEqual([]);
    expect(event).toContain('video.video.watched.v1');
    for (const fact of [videoId, courseId]) expect(event).toContain(fact);
    expect(await save(viewer, 1)).toMatchObject({ progress: { isCompleted: true } });
  });

  it.each([
    ['someone not enrolled', stranger, 5, 'VIDEO_NOT_FOUND'],
    ['nobody', { kind: 'ANONYMOUS' } as const, 5, 'UNAUTHENTICATED'],
    ['before the beginning', learner, -1, 'BAD_INPUT'],
  ])('is refused: %s', async (_, viewer, at, code) => {
    expect((await save(viewer, at)).code).toBe(code);
  });
});
