import { describe, expect, it } from '@jest/globals';
import { shardOf, shards, windowAt, windowMs } from './rate-windows.ts';

const now = 1_750_000_012_345;
const allShards = Array.from({ length: shards }, (_, shard) => shard);

describe('windows of a rate', () => {
  it.each([
    ['at their first moment', 0],
    ['in between', 31_000],
    ['at their last moment', windowMs - 1],
  ])('hold the moment they are asked for, %s', (_name, passed) => {
    for (const shard of allShards) {
      const first = windowAt(shard, now);
      expect(windowAt(shard, first.startsAt + passed)).toEqual(first);
    }
  });

  it('follow one another without a gap', () => {
    for (const shard of allShards) {
      const { index, endsAt } = windowAt(shard, now);
      expect(windowAt(shard, endsAt)).toEqual({ index: index + 1, startsAt: endsAt, endsAt: endsAt + windowMs });
    }
  });

  it('end at moments spread over the whole of a window', () => {
    const ends = allShards.map((shard) => windowAt(shard, now).endsAt).sort((a, b) => a - b);
    const gaps = ends.slice(1).map((end, at) => end - (ends[at] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([windowMs / shards]));
  });

  it('are shared out evenly among names', () => {
    const counts = new Map<number, number>();
    for (let name = 0; name < 30_000; name += 1) {
      const shard = shardOf(`01890a5d-ac96-774b-bcce-b302099a${name}`);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect(counts.size).toBe(shards);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(250);
  });
});
