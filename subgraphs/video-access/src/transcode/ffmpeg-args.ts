import type { Source } from './read-probe.ts';
import type { Rendition } from './renditions.ts';

/** Segments of this length: players start quickly, and a seek costs one segment. */
export const segmentSeconds = 4;

/**
 * What may be read. A file that is a playlist or a script of file names would let its sender have other files of this
 * machine, or addresses of its network, made into a video; so only plain containers, and only from disk.
 */
const inputGuards = [
  ...['-protocol_whitelist', 'file'],
  ...[
    '-format_whitelist',
    'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,ogg,flv,asf,wav,mp3,h264,hevc,m4v',
  ],
];

const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin'];

export function probeArgs(input: string): readonly string[] {
  const what = ['-print_format', 'json', '-show_format', '-show_streams'];
  return ['-hide_banner', '-loglevel', 'error', ...inputGuards, ...what, '-i', `file:${input}`];
}

/**
 * One pass over the source that writes every rendition as encrypted HLS into `<name>/`, relative to the working
 * folder. Key frames stand at the same instants in all, so that a player can change at every segment.
 */
export function hlsArgs(input: string, source: Source, renditions: readonly Rendition[], keyInfo: string) {
  const splits = renditions.map((_, n) => `[s${n}]`).join('');
  const scales = renditions.map(({ width, height }, n) => `[s${n}]scale=${width}:${height},setsar=1[v${n}]`);
  const graph = [`[0:${source.videoStreamIndex}]split=${renditions.length}${splits}`, ...scales].join(';');
  const outputs = renditions.flatMap((rendition, n) => outputArgs(rendition, n, source, keyInfo));
  return [...quiet, '-y', ...inputGuards, '-i', `file:${input}`, '-filter_complex', graph, ...outputs];
}

function outputArgs(rendition: Rendition, n: number, source: Source, keyInfo: string): readonly string[] {
  const { name, videoKbps, audioKbps } = rendition;
  return [
    ...['-map', `[v${n}]`],
    ...(source.hasAudio ? ['-map', '0:a:0', '-c:a', 'aac', '-ac', '2', '-b:a', `${audioKbps}k`] : []),
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-level', '4.0', '-pix_fmt', 'yuv420p'],
    ...['-crf', '23', '-maxrate', `${Math.round(videoKbps * 1.3)}k`, '-bufsize', `${videoKbps * 2}k`],
    ...['-force_key_frames', `expr:gte(t,n_forced*${segmentSeconds})`, '-sc_threshold', '0'],
    ...['-f', 'hls', '-hls_time', `${segmentSeconds}`, '-hls_playlist_type', 'vod', '-hls_list_size', '0'],
    ...['-hls_flags', 'independent_segments', '-hls_key_info_file', keyInfo],
    ...['-hls_segment_filename', `${name}/%05d.ts`, `${name}/index.m3u8`],
  ];
}

/** One picture, a tenth into the video and not later than ten seconds, at most 1280 pixels wide. */
export function posterArgs(input: string, source: Source, output: string): readonly string[] {
  const at = Math.min(10, source.durationSeconds / 10).toFixed(3);
  const picture = ['-map', `0:${source.videoStreamIndex}`, '-frames:v', '1', '-vf', "scale='min(1280,iw)':-2"];
  return [...quiet, '-y', '-ss', at, ...inputGuards, '-i', `file:${input}`, ...picture, '-q:v', '4', output];
}
