export type Latencies = {
  add(startedAt: number, ms: number): void;
  /** Milliseconds at a share of all, of those that began when `when` says so. */
  quantile(share: number, when?: (startedAt: number) => boolean): number;
  readonly count: () => number;
};

export function createLatencies(): Latencies {
  let starts = new Float64Array(1 << 14);
  let values = new Float64Array(1 << 14);
  let count = 0;
  return {
    add: (startedAt, ms) => {
      if (count === values.length) {
        starts = grown(starts);
        values = grown(values);
      }
      starts[count] = startedAt;
      values[count] = ms;
      count += 1;
    },
    quantile: (share, when) => {
      const chosen = values.slice(0, count).filter((_, i) => !when || when(starts[i] ?? 0));
      return chosen.sort()[Math.min(chosen.length - 1, Math.floor(share * chosen.length))] ?? 0;
    },
    count: () => count,
  };
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
