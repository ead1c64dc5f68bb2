/** How many there are of each, bounded. */
export type Counts = {
  /** False where there are as many as allowed already. */
  take(key: string): boolean;
  release(key: string): void;
};

/** `max` 0 bounds nothing, and counts nothing. */
export function createCounts(max: number): Counts {
  const counts = new Map<string, number>();
  return {
    take(key) {
      if (max === 0) return true;
      const count = counts.get(key) ?? 0;
      if (count >= max) return false;
      counts.set(key, count + 1);
      return true;
    },
    release(key) {
      const count = counts.get(key);
      if (count === undefined) return;
      if (count > 1) counts.set(key, count - 1);
      else counts.delete(key);
    },
  };
}
