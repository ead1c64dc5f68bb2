import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Viewer } from '@lectern/request-signing';
import { waitFor } from '@lectern/testing';
import { findVideoTools } from '../src/transcode/find-tools.ts';
import { askGraph, askMedia, courseId, instructor, type VideoAccessTest } from './_service.ts';

const run = promisify(execFile);

/** A film of a test picture and a tone, made by ffmpeg. */
export async function makeFilm(seconds: number, size: string): Promise<Buffer> {
  const tools = await findVideoTools({
    ffmpegPath: undefined,
    ffprobePath: undefined,
    searchPath: process.env.PATH ?? '',
  });
  const folder = await mkdtemp(join(tmpdir(), 'lectern-film-'));
  try {
    const picture = ['-f', 'lavfi', '-i', `testsrc=duration=${seconds}:size=${size}:rate=25`];
    const tone = ['-f', 'lavfi', '-i', `sine=duration=${seconds}`];
    const film = join(folder, 'film.mp4');
    const codecs = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];
    await run(tools.ffmpeg, ['-loglevel', 'error', ...picture, ...tone, ...codecs, film]);
    return await readFile(film);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const createVideoDocument = `mutation ($input: CreateVideoInput!) {
  createVideo(input: $input) { upload { uploadUrl bytesMax video { id status title course { id } } } }
}`;

export type Upload = { readonly uploadUrl: string; readonly bytesMax: number; readonly video: { readonly id: string } };

/** Makes a video and gives where to send its file. */
export async function createVideo(url: string, sizeBytes: number, viewer: Viewer = instructor): Promise<Upload> {
  const input = { courseId, title: 'A film', sizeBytes };
  const { body } = await askGraph(url, viewer, createVideoDocument, { input });
  if (!body.data) throw new Error(JSON.stringify(body));
  return body.data.createVideo.upload;
}

/** Sends bytes to an upload from an offset on, by one tus request. */
export function patch(url: string, viewer: Viewer, uploadUrl: string, bytes: Buffer, offset = 0): Promise<Response> {
  const headers = {
    'tus-resumable': '1.0.0',
    'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream',
  };
  return askMedia(url, viewer, uploadUrl, { method: 'PATCH', headers, body: new Uint8Array(bytes) });
}

const statusDocument = `query ($id: ID!) {
  video(id: $id) { id status failureReason durationSeconds width height }
}`;

export async function askVideo(url: string, id: string, viewer: Viewer = instructor) {
  const { body } = await askGraph(url, viewer, statusDocument, { id });
  return body.data?.video;
}

/** Waits until a video is READY or FAILED. */
export async function waitForOutcome(url: string, id: string) {
  return waitFor(
    `the outcome of video ${id}`,
    async () => {
      const video = await askVideo(url, id);
      return ['READY', 'FAILED'].includes(video?.status) && video;
    },
    60_000,
  );
}

/** A video that can be watched. */
export async function makeReadyVideo(test: VideoAccessTest, film: Buffer): Promise<string> {
  const upload = await createVideo(test.url, film.length);
  await patch(test.url, instructor, upload.uploadUrl, film);
  const video = await waitForOutcome(test.url, upload.video.id);
  if (video.status !== 'READY') throw new Error(JSON.stringify(video));
  return upload.video.id;
}

const startPlaybackDocument = `mutation ($id: ID!) {
  startPlayback(input: { videoId: $id }) {
    grant { id playlistUrl posterUrl expiresAt resumeAtSeconds video { id title } }
  }
}`;

export async function startPlayback(test: Pick<VideoAccessTest, 'url'>, viewer: Viewer, id: string) {
  const { body } = await askGraph(test.url, viewer, startPlaybackDocument, { id });
  return { grant: body.data?.startPlayback?.grant, code: body.errors?.[0]?.extensions?.code };
}
