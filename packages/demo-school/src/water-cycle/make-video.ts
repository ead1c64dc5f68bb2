import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawBackground, drawFrame, framesPerSecond, height, seconds, width } from './scene.ts';

const encodeTimeoutMs = 120_000;

/** The bytes of an MP4 that shows the water cycle: drawn frame by frame, encoded by ffmpeg, with a soft chord. */
export async function makeWaterCycleVideo(): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-demo-video-'));
  try {
    const file = join(folder, 'water-cycle.mp4');
    await encode(file);
    return new Uint8Array(await readFile(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function encode(file: string): Promise<void> {
  const { default: ffmpeg } = await import('@ffmpeg-installer/ffmpeg');
  const chord = [220, 277.18, 329.63].map((hertz) => `0.05*sin(2*PI*${hertz}*t)*(0.7+0.3*sin(2*PI*0.12*t))`).join('+');
  const args = [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', `${framesPerSecond}`, '-i', 'pipe:0'],
    ...['-f', 'lavfi', '-i', `aevalsrc=${chord}:s=44100:d=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', '-b:a', '96k', '-shortest', '-movflags', '+faststart', file],
  ];
  const child = spawn(ffmpeg.path, args, { stdio: ['pipe', 'ignore', 'pipe'], timeout: encodeTimeoutMs });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = `${complaints}${chunk.toString()}`.slice(-2_000);
  });
  // A pipe that breaks is told by the exit code.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close');
  const background = drawBackground();
  for (let frame = 0; frame < seconds * framesPerSecond && child.exitCode === null; frame++) {
    const { pixels } = drawFrame(background, frame / framesPerSecond);
    if (!child.stdin.write(pixels)) await Promise.race([once(child.stdin, 'drain'), ended]);
  }
  child.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg could not make the video: ${complaints}`);
}
