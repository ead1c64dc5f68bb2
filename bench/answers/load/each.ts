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
