import { describe, expect, it } from '@jest/globals';
import { chooseRenditions } from './renditions.ts';

const cases = [
  { name: 'full HD gets the whole ladder', source: [1920, 1080], sizes: ['640x360', '1280x720', '1920x1080'] },
  { name: '4K is not offered larger than full HD', source: [3840, 2160], sizes: ['640x360', '1280x720', '1920x1080'] },
  { name: 'HD stops at its own size', source: [1280, 720], sizes: ['640x360', '1280x720'] },
  { name: 'a size between two rungs is kept', source: [854, 480], sizes: ['640x360', '854x480'] },
  { name: 'a size just above a rung is not worth another', source: [688, 400], sizes: ['618x360'] },
  { name: 'a small one is not made larger', source: [320, 240], sizes: ['320x240'] },
  { name: 'odd sides become even', source: [321, 241], sizes: ['318x240'] },
  { name: 'a portrait is measured by its width', source: [1080, 1920], sizes: ['360x640', '720x1280', '1080x1920'] },
  { name: 'a strip keeps its shape', source: [1600, 100], sizes: ['1600x100'] },
] as const;

describe('the renditions of a source', () => {
  it.each(cases)('$name', ({ source: [width, height], sizes }) => {
    const renditions = chooseRenditions({ width, height });
    expect(renditions.map((rendition) => `${rendition.width}x${rendition.height}`)).toEqual(sizes);
    expect(renditions.every((rendition) => rendition.width <= width && rendition.height <= height)).toBe(true);
  });
});
