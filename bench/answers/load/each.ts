/** Does it for all, so many at a time; gives those for whom it went well. */
export async function filterAll<T>(all: readonly T[], concurrency: number, work: (one: T) => Promise<boolean>) {
  const good: T[] = [];
  let next = 0;
  const workOn = async () => {
    for (let one = all[next++]; one !== undefined; one = all[next++]) if (await work(one)) good.push(one);
  };
  await Promise.all(Array.from({ length: concurrency }, workOn));
  return good;
}

/** Begins it for all, evenly over the time, whether those before are done or not. */
export async function filterSpread<T>(all: readonly T[], overMs: number, work: (one: T) => Promise<boolean>) {
  const good: T[] = [];
  const begun: Promise<void>[] = [];
  const begunAt = performance.now();
  for (const [index, one] of all.entries()) {
    const waitMs = (index / all.length) * overMs - (performance.now() - begunAt);
    if (waitMs > 1) await pause(waitMs);
    begun.push(work(one).then((isGood) => void (isGood && good.push(one))));
  }
  await Promise.all(begun);
  return good;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('NO_RESULT_IN_TIME')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
