import { createDecipheriv } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { userViewer, waitFor } from '@lectern/testing';
import {
  askPath,
  courseId,
  instructor,
  learner,
  otherInstructor,
  secondLearner,
  startVideoAccessTest,
  stranger,
  type VideoAccessTest,
} from './_service.ts';
import { makeFilm, makeReadyVideo, startPlayback } from './_video.ts';

let test: VideoAccessTest;
let videoId: string;
beforeAll(async () => {
  const [started, film] = await Promise.all([startVideoAccessTest(), makeFilm(6, '854x480')]);
  test = started;
  videoId = await makeReadyVideo(test, film);
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

const paths = ['master.m3u8', '360p/index.m3u8', '360p/00000.ts', 'key', 'poster.jpg'] as const;

async function start(viewer = learner) {
  const { grant } = await startPlayback(test, viewer, videoId);
  const base = grant.playlistUrl.replace('master.m3u8', '');
  return { grant, url: (path: string) => `${base}${path}` };
}

function renew(viewer: typeof learner, grantId: string) {
  return test.graph(
    viewer,
    'mutation ($id: ID!) { renewPlayback(input: { grantId: $id }) { grant { id playlistUrl expiresAt } } }',
    { id: grantId },
  );
}

describe('who may watch', () => {
  const cases = [
    { name: 'a learner of the course', viewer: learner, code: undefined },
    { name: 'its instructor', viewer: instructor, code: undefined },
    { name: 'an admin', viewer: userViewer('admin', 'ADMIN'), code: undefined },
    { name: 'someone not enrolled', viewer: stranger, code: 'VIDEO_NOT_FOUND' },
    { name: 'an instructor of another course', viewer: otherInstructor, code: 'VIDEO_NOT_FOUND' },
    { name: 'nobody', viewer: { kind: 'ANONYMOUS' } as const, code: 'UNAUTHENTICATED' },
  ];
  it.each(cases)('$name: $code', async ({ viewer, code }) => {
    const started = await startPlayback(test, viewer, videoId);
    expect(started.code).toBe(code);
    expect(started.grant?.video?.id).toBe(code === undefined ? videoId : undefined);
    const { body } = await test.graph(viewer, 'query ($id: ID!) { video(id: $id) { id } }', { id: videoId });
    expect(body.data.video).toEqual(code === undefined ? { id: videoId } : null);
  });
});

describe('with a grant', () => {
  it('the playlists lead to segments that the key opens', async () => {
    const { grant, url } = await start();
    const master = await (await test.media(learner, grant.playlistUrl)).text();
    expect(master).toContain('RESOLUTION=640x360');
    expect(master).toContain('RESOLUTION=854x480');
    const playlist = await (await test.media(learner, url('480p/index.m3u8'))).text();
    expect(playlist).toContain('METHOD=AES-128,URI="../key"');
    expect(playlist.match(/^\d{5}\.ts$/gm)).toEqual(['00000.ts', '00001.ts']);
    const key = Buffer.from(await (await test.media(learner, url('key'))).arrayBuffer());
    const segment = Buffer.from(await (await test.media(learner, url('480p/00001.ts'))).arrayBuffer());
    const iv = Buffer.alloc(16);
    iv.writeUInt32BE(1, 12);
    const decipher = createDecipheriv('aes-128-cbc', key, iv);
    const plain = Buffer.concat([decipher.update(segment), decipher.final()]);
    // Transport stream packets of 188 bytes, each beginning with a G.
    expect(plain.length % 188).toBe(0);
    expect([plain[0], plain[188]]).toEqual([0x47, 0x47]);
    expect(segment[188]).not.toBe(0x47);
  });

  it('every kind of file comes with its type and is not for shared caches', async () => {
    const { url } = await start();
    const types: Record<(typeof paths)[number], string> = {
      'master.m3u8': 'application/vnd.apple.mpegurl',
      '360p/index.m3u8': 'application/vnd.apple.mpegurl',
      '360p/00000.ts': 'video/mp2t',
      key: 'application/octet-stream',
      'poster.jpg': 'image/jpeg',
    };
    for (const path of paths) {
      const response = await test.media(learner, url(path));
      expect([path, response.status, response.headers.get('content-type')]).toEqual([path, 200, types[path]]);
      expect(response.headers.get('cache-control')).toMatch(/^private/);
      expect((await response.arrayBuffer()).byteLength).toBe(Number(response.headers.get('content-length')));
    }
  });

  it('parts of a segment can be asked for', async () => {
    const { url } = await start();
    const whole = Buffer.from(await (await test.media(learner, url('360p/00000.ts'))).arrayBuffer());
    const part = await test.media(learner, url('360p/00000.ts'), { headers: { range: 'bytes=100-199' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${whole.length}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(100, 200));
    const beyond = await test.media(learner, url('360p/00000.ts'), { headers: { range: 'bytes=99999999-' } });
    expect(beyond.status).toBe(416);
    const head = await test.media(learner, url('360p/00000.ts'), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(whole.length)]);
  });

  it('a kept file is checked again, and not sent again', async () => {
    const { url } = await start();
    const etag = (await test.media(learner, url('poster.jpg'))).headers.get('etag') ?? '';
    const again = await test.media(learner, url('poster.jpg'), { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    const others = await test.media(secondLearner, url('poster.jpg'), { headers: { 'if-none-match': etag } });
    expect(others.status).toBe(403);
  });

  it('a segment that the video does not have is not found', async () => {
    const { url } = await start();
    expect((await test.media(learner, url('360p/00099.ts'))).status).toBe(404);
  });
});

describe('without a grant of one’s own every file is refused', () => {
  const wrongToken = 'A'.repeat(43);
  it.each(paths)('%s', async (path) => {
    const { url, grant } = await start();
    const refusals = {
      'no sign-in': await test.media({ kind: 'ANONYMOUS' }, url(path)),
      'a service': await test.media({ kind: 'SERVICE', name: 'exam' }, url(path)),
      'another learner of the course': await test.media(secondLearner, url(path)),
      'the instructor with the learner’s grant': await test.media(instructor, url(path)),
      'an unknown grant': await test.media(learner, `/media/play/${wrongToken}/${path}`),
      'the id of the grant': await test.media(learner, `/media/play/${grant.id}/${path}`),
    };
    for (const [who, response] of Object.entries(refusals)) {
      expect([who, response.status]).toEqual([who, 403]);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'MEDIA_FORBIDDEN' } }] });
    }
    expect((await fetch(new URL(url(path), test.url))).status).toBe(401);
  });

  it('nor can a path leave the video', async () => {
    const { url } = await start();
    const ways = [
      '..%2f..%2fuploads',
      '%2e%2e/%2e%2e/etc/passwd',
      '..%2F..%2F..%2Fetc%2Fpasswd',
      `..%2f${videoId}%2fmaster.m3u8`,
      '360p%2f..%2f..%2fkey',
      '360p/',
      'master.m3u8%00.jpg',
      'master.m3u8.key',
      '../../../../etc/passwd',
      '//etc/passwd',
    ];
    for (const way of ways) {
      expect(await askPath(test.url, learner, url(way))).toMatchObject({
        status: 403,
        body: expect.stringContaining('MEDIA_FORBIDDEN'),
      });
    }
  });
});

describe('a grant', () => {
  it('ends after ten minutes', async () => {
    const { url, grant } = await start();
    test.clock.advance(599);
    expect((await test.media(learner, url('key'))).status).toBe(200);
    test.clock.advance(2);
    for (const path of paths) expect((await test.media(learner, url(path))).status).toBe(403);
    const { body } = await renew(learner, grant.id);
    expect(body.errors?.[0]?.extensions?.code).toBe('PLAYBACK_GRANT_ENDED');
  });

  it('lasts longer when renewed, at the same addresses', async () => {
    const { url, grant } = await start();
    test.clock.advance(500);
    const { body } = await renew(learner, grant.id);
    expect(body.data.renewPlayback.grant).toMatchObject({ id: grant.id, playlistUrl: grant.playlistUrl });
    test.clock.advance(500);
    await waitFor('the renewed end to be known', async () => (await test.media(learner, url('key'))).status === 200);
  });

  it('is renewed by its own viewer only', async () => {
    const { grant } = await start();
    for (const viewer of [secondLearner, instructor]) {
      const { body } = await renew(viewer, grant.id);
      expect(body.errors?.[0]?.extensions?.code).toBe('PLAYBACK_GRANT_ENDED');
    }
    const { body } = await renew(learner, 'not-an-id');
    expect(body.errors?.[0]?.extensions?.code).toBe('PLAYBACK_GRANT_ENDED');
  });

  it('is the oldest one to end when a viewer watches too much at once', async () => {
    const viewer = userViewer('busy-learner', 'LEARNER');
    test.enrolled.add('busy-learner');
    const started = [];
    for (let n = 0; n < 4; n += 1) started.push(await start(viewer));
    const answers = await Promise.all(started.map(({ url }) => test.media(viewer, url('key'))));
    expect(answers.map(({ status }) => status)).toEqual([403, 200, 200, 200]);
  });

  it('counts right when several are started at the same moment', async () => {
    const viewer = userViewer('racing-learner', 'LEARNER');
    test.enrolled.add('racing-learner');
    const started = await Promise.all(Array.from({ length: 8 }, () => start(viewer)));
    const answers = await Promise.all(started.map(({ url }) => test.media(viewer, url('key'))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  });
});

it('a removed video can be watched no more, and its files go', async () => {
  await using own = await startVideoAccessTest();
  const id = await makeReadyVideo(own, await makeFilm(1, '160x120'));
  const { grant } = await startPlayback(own, learner, id);
  const remove = 'mutation ($id: ID!) { removeVideo(input: { videoId: $id }) { removedVideoId } }';
  const refused = await own.graph(learner, remove, { id });
  expect(refused.body.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  const { body } = await own.graph(instructor, remove, { id });
  expect(body.data.removeVideo.removedVideoId).toBe(id);
  expect([403, 404]).toContain((await own.media(learner, grant.playlistUrl)).status);
  await waitFor('the files to go', async () => (await own.media(learner, grant.posterUrl)).status !== 200);
});

it('instructors page through the videos of their course, newest first', async () => {
  const document = `query ($id: ID!, $after: String) {
    _entities(representations: [{ __typename: "Course", id: $id }]) {
      ... on Course { videos(first: 1, after: $after) { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }
    }
  }`;
  const { body } = await test.graph(instructor, document, { id: courseId });
  const { videos } = body.data._entities[0];
  expect(videos).toMatchObject({ totalCount: 1, edges: [{ node: { id: videoId } }], pageInfo: { hasNextPage: false } });
  const next = await test.graph(instructor, document, { id: courseId, after: videos.pageInfo.endCursor });
  expect(next.body.data._entities[0].videos.edges).toEqual([]);
  const learners = await test.graph(learner, document, { id: courseId });
  expect(learners.body.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
