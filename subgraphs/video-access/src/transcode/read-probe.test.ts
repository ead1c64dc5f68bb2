import { describe, expect, it } from '@jest/globals';
import { readProbe } from './read-probe.ts';

const picture = { index: 0, codec_type: 'video', width: 1920, height: 1080 };
const sound = { index: 1, codec_type: 'audio' };
const format = { duration: '12.5' };
const upright = { width: 1920, height: 1080, durationSeconds: 12.5, hasAudio: true, videoStreamIndex: 0 };

const cases = [
  { name: 'picture and sound', probe: { streams: [picture, sound], format }, verdict: upright },
  { name: 'no sound', probe: { streams: [picture], format }, verdict: { ...upright, hasAudio: false } },
  {
    name: 'a telephone held upright (old tag)',
    probe: { streams: [{ ...picture, tags: { rotate: '90' } }, sound], format },
    verdict: { ...upright, width: 1080, height: 1920 },
  },
  {
    name: 'a telephone held upright (side data)',
    probe: { streams: [{ ...picture, side_data_list: [{ rotation: -90 }] }, sound], format },
    verdict: { ...upright, width: 1080, height: 1920 },
  },
  {
    name: 'a song with a cover picture',
    probe: { streams: [sound, { ...picture, disposition: { attached_pic: 1 } }], format },
    verdict: { refusal: 'The file holds no video.' },
  },
  { name: 'nothing at all', probe: {}, verdict: { refusal: 'The file holds no video.' } },
  { name: 'not even JSON', probe: undefined, verdict: { refusal: 'The file holds no video.' } },
  {
    name: 'a picture of no size',
    probe: { streams: [{ ...picture, width: 0 }], format },
    verdict: { refusal: 'The size of the picture cannot be read.' },
  },
  {
    name: 'a picture that would take all memory',
    probe: { streams: [{ ...picture, width: 60_000 }], format },
    verdict: { refusal: 'The picture is larger than 8192 pixels.' },
  },
  {
    name: 'an unknown length',
    probe: { streams: [picture], format: { duration: 'N/A' } },
    verdict: { refusal: 'The length of the video cannot be read.' },
  },
];

describe('what ffprobe says of a file', () => {
  it.each(cases)('$name', ({ probe, verdict }) => {
    expect(readProbe(probe)).toEqual(verdict);
  });
});
