import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hlsArgs, posterArgs, probeArgs } from './ffmpeg-args.ts';
import type { VideoTools } from './find-tools.ts';
import { masterPlaylist } from './playlists.ts';
import { readProbe, type Source } from './read-probe.ts';
import { chooseRenditions, type Rendition } from './renditions.ts';
import { runTool, type ToolOutcome } from './run-tool.ts';

export type HlsJob = {
  readonly tools: VideoTools;
  /** The file that was sent. */
  readonly input: string;
  /** An absent folder; it is made and filled. */
  readonly output: string;
  /** AES-128, 16 bytes. */
  readonly key: Uint8Array;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
};

export type HlsResult =
  | {
      readonly outcome: 'READY';
      readonly durationSeconds: number;
      /** Of the largest rendition. */
      readonly width: number;
      readonly height: number;
    }
  /** It will fail the same way again; `reason` is a sentence for the person who sent the file. */
  | { readonly outcome: 'REFUSED'; readonly reason: string; readonly detail: string }
  /** It may succeed another time; `reason` is for the last time. */
  | { readonly outcome: 'FAILED'; readonly reason: string; readonly detail: string };

type HlsFailure = Exclude<HlsResult, { outcome: 'READY' }>;

const probeTimeoutMs = 60_000;

/** Makes a folder of HLS from a file: master and media playlists, encrypted segments, and a poster. */
export async function makeHls(job: HlsJob): Promise<HlsResult> {
  await mkdir(job.output, { recursive: true });
  const probed = await probe(job);
  if (!('width' in probed)) return probed;
  const renditions = chooseRenditions(probed);
  const encoded = await encode(job, probed, renditions);
  if (encoded.outcome !== 'DONE') return failure(encoded, 'The file is damaged or of a kind that cannot be read.');
  const poster = await runTool(toolRun(job, posterArgs(job.input, probed, 'poster.jpg')));
  if (poster.outcome !== 'DONE') return failure(poster, 'No picture could be taken from the video.');
  await writeFile(join(job.output, 'master.m3u8'), masterPlaylist(renditions, probed.hasAudio));
  const largest = renditions.at(-1) ?? probed;
  return {
    outcome: 'READY',
    durationSeconds: probed.durationSeconds,
    width: largest.width,
    height: largest.height,
  };
}

async function probe(job: HlsJob): Promise<Source | HlsFailure> {
  const run = await runTool({
    ...toolRun(job, probeArgs(job.input)),
    path: job.tools.ffprobe,
    timeoutMs: Math.min(probeTimeoutMs, job.timeoutMs),
  });
  const reason = 'The file is not a video of a kind that can be read.';
  if (run.outcome === 'REFUSED') return { outcome: 'REFUSED', reason, detail: run.stderr };
  if (run.outcome === 'STOPPED') return failure(run, reason);
  const verdict = readProbe(parseJson(run.stdout));
  return 'refusal' in verdict ? { outcome: 'REFUSED', reason: verdict.refusal, detail: 'ffprobe' } : verdict;
}

/** The key lies on disk, outside the folder that is published, only as long as ffmpeg needs it. */
async function encode(job: HlsJob, source: Source, renditions: readonly Rendition[]): Promise<ToolOutcome> {
  const keyFile = `${job.output}.key`;
  const keyInfoFile = `${job.output}.keyinfo`;
  try {
    await writeFile(keyFile, job.key, { mode: 0o600 });
    await writeFile(keyInfoFile, `../key\n${keyFile}\n`, { mode: 0o600 });
    for (const { name } of renditions) await mkdir(join(job.output, name), { recursive: true });
    return await runTool(toolRun(job, hlsArgs(job.input, source, renditions, keyInfoFile)));
  } finally {
    await rm(keyFile, { force: true });
    await rm(keyInfoFile, { force: true });
  }
}

function toolRun(job: HlsJob, args: readonly string[]) {
  return { path: job.tools.ffmpeg, args, cwd: job.output, signal: job.signal, timeoutMs: job.timeoutMs };
}

/** A full disk looks to us like a damaged file, so an encoding that failed is tried again. */
function failure(run: Exclude<ToolOutcome, { outcome: 'DONE' }>, reason: string): HlsFailure {
  return run.outcome === 'REFUSED'
    ? { outcome: 'FAILED', reason, detail: run.stderr }
    : { outcome: 'FAILED', reason: 'Making the video ready took too long, or was ended.', detail: run.reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
