import type { LiveEnvelope } from '@lectern/events';
import type { Redis } from 'ioredis';
import { readEnvelope } from './envelope.ts';

const batchMax = 500;

/** The kept events of topics by their keys; a topic without one is left out. */
export async function readLastEvents(
  redis: Redis,
  keys: readonly string[],
): Promise<ReadonlyMap<string, LiveEnvelope>> {
  const found = new Map<string, LiveEnvelope>();
  for (let start = 0; start < keys.length; start += batchMax) {
    const batch = keys.slice(start, start + batchMax);
    const pipeline = redis.pipeline();
    for (const key of batch) pipeline.hget(key, 'last');
    const answers = (await pipeline.exec()) ?? [];
    for (const [index, key] of batch.entries()) {
      const [problem, last] = answers[index] ?? [null, null];
      if (problem) throw problem;
      const event = typeof last === 'string' ? readEnvelope(last) : undefined;
      if (event) found.set(key, event);
    }
  }
  return found;
}
