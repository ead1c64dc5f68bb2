import type { Rendition } from './renditions.ts';

/** H.264 main profile, level 4.0, and AAC-LC: what ffmpeg is told to write. */
const videoCodec = 'avc1.4d0028';
const audioCodec = 'mp4a.40.2';

/** The master playlist: one line of facts and one relative address for each rendition. */
export function masterPlaylist(renditions: readonly Rendition[], hasAudio: boolean): string {
  const codecs = hasAudio ? `${videoCodec},${audioCodec}` : videoCodec;
  const lines = renditions.flatMap((rendition) => [
    `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth(rendition, hasAudio)},RESOLUTION=${rendition.width}x${rendition.height},CODECS="${codecs}"`,
    `${rendition.name}/index.m3u8`,
  ]);
  return ['#EXTM3U', '#EXT-X-VERSION:6', '#EXT-X-INDEPENDENT-SEGMENTS', ...lines, ''].join('\n');
}

/** Peak bits per second, with the overhead of the transport stream. */
function bandwidth(rendition: Rendition, hasAudio: boolean): number {
  return Math.round((rendition.videoKbps * 1.5 + (hasAudio ? rendition.audioKbps : 0)) * 1_070);
}
