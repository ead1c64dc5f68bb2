import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { Upload } from 'tus-js-client';
import {
  courseId,
  instructor,
  learner,
  otherInstructor,
  signedHeaders,
  startVideoAccessTest,
  type VideoAccessTest,
} from './_service.ts';
import { askVideo, createVideo, createVideoDocument, makeFilm, patch, waitForOutcome } from './_video.ts';

let test: VideoAccessTest;
let film: Buffer;
beforeAll(async () => {
  [test, film] = await Promise.all([startVideoAccessTest({ uploadBytesMax: 50_000_000 }), makeFilm(3, '320x240')]);
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

function head(uploadUrl: string) {
  return test.media(instructor, uploadUrl, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
}

describe('creating a video', () => {
  const input = { courseId, title: ' A film ', sizeBytes: 1_000 };
  const cases = [
    { name: 'an instructor of the course may', viewer: instructor, change: {}, code: undefined },
    { name: 'an instructor of another course may not', viewer: otherInstructor, change: {}, code: 'FORBIDDEN' },
    { name: 'a learner may not', viewer: learner, change: {}, code: 'FORBIDDEN' },
    { name: 'nobody may without signing in', viewer: undefined, change: {}, code: 'UNAUTHENTICATED' },
    {
      name: 'not in a course that is not there',
      viewer: instructor,
      change: { courseId: 'nowhere' },
      code: 'VIDEO_COURSE_NOT_FOUND',
    },
    { name: 'not without a title', viewer: instructor, change: { title: '  ' }, code: 'BAD_INPUT' },
    { name: 'not of nothing', viewer: instructor, change: { sizeBytes: 0 }, code: 'BAD_INPUT' },
    { name: 'not of half a byte', viewer: instructor, change: { sizeBytes: 10.5 }, code: 'BAD_INPUT' },
    {
      name: 'not of more than is accepted',
      viewer: instructor,
      change: { sizeBytes: 50_000_001 },
      code: 'VIDEO_FILE_TOO_LARGE',
    },
  ];
  it.each(cases)('$name', async ({ viewer, change, code }) => {
    const { body } = await test.graph(viewer, createVideoDocument, { input: { ...input, ...change } });
    expect(body.errors?.[0]?.extensions?.code).toBe(code);
    if (code === undefined) {
      const video = { status: 'UPLOADING', title: 'A film', course: { id: courseId } };
      expect(body.data.createVideo.upload).toMatchObject({ bytesMax: 50_000_000, video });
    }
  });
});

describe('uploading by tus', () => {
  it('works with the tus client, in pieces, and the video becomes watchable', async () => {
    const created = await createVideo(test.url, film.length);
    await new Promise<void>((resolve, reject) => {
      new Upload(film, {
        uploadUrl: new URL(created.uploadUrl, test.url).href,
        chunkSize: 20_000,
        retryDelays: null,
        onBeforeRequest(request) {
          const signed = signedHeaders(instructor, request.getMethod(), new URL(request.getURL()).pathname);
          for (const [name, value] of Object.entries(signed)) request.setHeader(name, value);
        },
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
    expect(await waitForOutcome(test.url, created.video.id)).toMatchObject({
      status: 'READY',
      failureReason: null,
      width: 320,
      height: 240,
    });
  });

  it('goes on where it was broken off', async () => {
    const { uploadUrl, video } = await createVideo(test.url, film.length);
    expect((await patch(test.url, instructor, uploadUrl, film.subarray(0, 5_000))).status).toBe(204);
    const asked = await head(uploadUrl);
    expect(asked.headers.get('upload-offset')).toBe('5000');
    expect(asked.headers.get('upload-length')).toBe(String(film.length));
    expect((await patch(test.url, instructor, uploadUrl, film.subarray(4_000), 4_000)).status).toBe(409);
    expect((await patch(test.url, instructor, uploadUrl, film.subarray(5_000), 5_000)).status).toBe(204);
    expect(await waitForOutcome(test.url, video.id)).toMatchObject({ status: 'READY' });
  });

  it('takes nothing from anybody but the one who made the video', async () => {
    const { uploadUrl, video } = await createVideo(test.url, film.length);
    for (const viewer of [learner, otherInstructor]) {
      expect((await patch(test.url, viewer, uploadUrl, film)).status).toBe(404);
    }
    expect((await patch(test.url, { kind: 'ANONYMOUS' }, uploadUrl, film)).status).toBe(401);
    expect((await fetch(new URL(uploadUrl, test.url), { method: 'PATCH', body: 'x' })).status).toBe(401);
    expect((await head(uploadUrl)).headers.get('upload-offset')).toBe('0');
    expect(await askVideo(test.url, video.id)).toMatchObject({ status: 'UPLOADING' });
  });

  it('takes no more bytes than were announced', async () => {
    const { uploadUrl } = await createVideo(test.url, 1_000);
    expect((await patch(test.url, instructor, uploadUrl, film)).status).toBe(413);
    expect((await head(uploadUrl)).headers.get('upload-offset')).toBe('0');
  });

  it('knows no uploads but those of videos', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'x', '..%2Fvideos', '%2e%2e']) {
      const response = await patch(test.url, instructor, `/media/uploads/${id}`, film);
      expect([401, 404]).toContain(response.status);
    }
  });
});

it('an upload that nobody finishes fails after a day, in a sentence', async () => {
  await using own = await startVideoAccessTest();
  const { uploadUrl, video } = await createVideo(own.url, film.length);
  await patch(own.url, instructor, uploadUrl, film.subarray(0, 1_000));
  own.clock.advance(25 * 3_600);
  // Removing another one makes the upkeep come round.
  const other = await createVideo(own.url, 10);
  await own.graph(instructor, 'mutation ($id: ID!) { removeVideo(input: { videoId: $id }) { removedVideoId } }', {
    id: other.video.id,
  });
  await waitFor('the upload to fail', async () => (await askVideo(own.url, video.id))?.status === 'FAILED');
  expect(await askVideo(own.url, video.id)).toMatchObject({
    failureReason: 'The file did not arrive whole within 24 hours.',
  });
});
