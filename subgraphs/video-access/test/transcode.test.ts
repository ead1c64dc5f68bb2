import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, waitFor } from '@lectern/testing';
import { askMedia, instructor, startVideoAccessTest, type VideoAccessTest } from './_service.ts';
import { askVideo, createVideo, makeFilm, patch, startPlayback, waitForOutcome } from './_video.ts';

describe('files that cannot be made ready fail in a sentence', () => {
  let test: VideoAccessTest;
  beforeAll(async () => {
    test = await startVideoAccessTest();
  });
  afterAll(async () => {
    await test[Symbol.asyncDispose]();
  });

  const notAVideo = 'The file is not a video of a kind that can be read.';
  const cases = [
    { name: 'noise', bytes: () => randomBytes(50_000), reason: notAVideo },
    { name: 'a text', bytes: () => Buffer.from('This is not a film.\n'.repeat(50)), reason: notAVideo },
    {
      name: 'a playlist that names a file of this machine',
      bytes: () => Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'),
      reason: notAVideo,
    },
    {
      name: 'a list of files to join',
      bytes: () => Buffer.from("ffconcat version 1.0\nfile '/etc/passwd'\n"),
      reason: notAVideo,
    },
    {
      name: 'a film cut off before its index',
      bytes: async () => (await makeFilm(2, '160x120')).subarray(0, 4_000),
      reason: notAVideo,
    },
  ];
  it.each(cases)('$name', async ({ bytes, reason }) => {
    const file = await bytes();
    const { uploadUrl, video } = await createVideo(test.url, file.length);
    expect((await patch(test.url, instructor, uploadUrl, file)).status).toBe(204);
    expect(await waitForOutcome(test.url, video.id)).toMatchObject({
      status: 'FAILED',
      failureReason: reason,
      durationSeconds: null,
    });
    expect((await startPlayback(test, instructor, video.id)).code).toBe('VIDEO_NOT_READY');
    await waitFor('the file to go', async () => {
      const left = await readdir(join(test.env.VIDEO_STORAGE_PATH ?? '', 'uploads'));
      return !left.some((name) => name.startsWith(video.id));
    });
  });
});

describe('a process that is killed while it makes a video ready', () => {
  const processes: ChildProcess[] = [];
  afterAll(async () => {
    for (const child of processes) await kill(child, 'SIGKILL');
  });

  async function startProcess(env: Readonly<Record<string, string>>): Promise<{ child: ChildProcess; url: string }> {
    const port = await freePort();
    const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
      env: { ...env, VIDEO_PORT: String(port), VIDEO_TRANSCODE_LEASE_SECONDS: '2', LECTERN_LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    processes.push(child);
    const url = `http://127.0.0.1:${port}`;
    await waitFor('the process to be ready', async () => (await fetch(`${url}/readyz`)).ok, 30_000);
    return { child, url };
  }

  it('is followed by another that makes it ready, and nothing half-made is left', async () => {
    await using test = await startVideoAccessTest({}, 'none');
    const film = await makeFilm(8, '1280x720');
    const first = await startProcess(test.env);
    const { uploadUrl, video } = await createVideo(first.url, film.length);
    await patch(first.url, instructor, uploadUrl, film);
    const storage = test.env.VIDEO_STORAGE_PATH ?? '';
    const begun = await waitFor('ffmpeg to have begun', async () => {
      const [folder] = (await readdir(join(storage, 'work'))).filter((name) => !name.includes('.key'));
      return folder && (await readdir(join(storage, 'work', folder))).includes('360p') && folder;
    });
    await kill(first.child, 'SIGKILL');

    const second = await startProcess(test.env);
    expect(await askVideo(second.url, video.id)).toMatchObject({ status: 'TRANSCODING' });
    expect(await waitForOutcome(second.url, video.id)).toMatchObject({ status: 'READY', width: 1280 });
    await waitFor('the work to be cleared away', async () => (await readdir(join(storage, 'work'))).length === 0);
    expect(begun).toContain(video.id);
    expect(await readdir(join(storage, 'videos'))).toEqual([video.id]);
    const { grant } = await startPlayback({ ...test, url: second.url }, instructor, video.id);
    expect((await askMedia(second.url, instructor, grant.posterUrl)).status).toBe(200);
    await kill(second.child, 'SIGTERM');
    expect(second.child.exitCode).toBe(0);
  }, 120_000);
});

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
