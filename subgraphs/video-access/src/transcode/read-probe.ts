import type { PictureSize } from './renditions.ts';

/** What must be known of a file to make it ready for watching. */
export type Source = PictureSize & {
  readonly durationSeconds: number;
  readonly hasAudio: boolean;
  /** Which of the file's streams is the picture, as ffmpeg counts them. */
  readonly videoStreamIndex: number;
};

export type ProbeVerdict = Source | { readonly refusal: string };

const longSideMax = 8_192;

/** Reads ffprobe's JSON (`-show_format -show_streams`); a refusal is a sentence for the person who sent the file. */
export function readProbe(probe: unknown): ProbeVerdict {
  const streams = listOf(member(probe, 'streams'));
  const video = streams.find((stream) => member(stream, 'codec_type') === 'video' && !isStill(stream));
  if (!video) return { refusal: 'The file holds no video.' };
  const size = displayedSize(video);
  if (!(size.width > 0 && size.height > 0)) return { refusal: 'The size of the picture cannot be read.' };
  if (Math.max(size.width, size.height) > longSideMax) {
    return { refusal: `The picture is larger than ${longSideMax} pixels.` };
  }
  const durationSeconds = numberOf(member(member(probe, 'format'), 'duration'));
  if (!(durationSeconds > 0)) return { refusal: 'The length of the video cannot be read.' };
  return {
    ...size,
    durationSeconds,
    hasAudio: streams.some((stream) => member(stream, 'codec_type') === 'audio'),
    videoStreamIndex: numberOf(member(video, 'index')),
  };
}

/** A cover picture inside an audio file counts as a video stream for ffprobe. */
function isStill(stream: unknown): boolean {
  return member(member(stream, 'disposition'), 'attached_pic') === 1;
}

/** ffmpeg turns the picture upright by itself, so that width and height change places for a quarter turn. */
function displayedSize(stream: unknown): PictureSize {
  const width = numberOf(member(stream, 'width'));
  const height = numberOf(member(stream, 'height'));
  const turns = listOf(member(stream, 'side_data_list')).map((entry) => member(entry, 'rotation'));
  const rotation = numberOf(turns.find((turn) => turn !== undefined) ?? member(member(stream, 'tags'), 'rotate') ?? 0);
  return Math.abs(rotation) % 180 === 90 ? { width: height, height: width } : { width, height };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.parseFloat(String(value));
}
