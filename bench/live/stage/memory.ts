import { setTimeout as pause } from 'node:timers/promises';
import { rssMbOf } from '../../gateway/processes/usage.ts';
import type { LiveServer } from './servers.ts';

const lookMs = 250;
const looksMax = 24;

/**
 * Resident memory in KB once the garbage is collected and the memory has not shrunk for `stillFor` looks: by the inspector,
 * in every server alike, and without `--expose-gc`. It is V8's last resort, which gives empty pages back to the system.
 */
export async function settledRssKb({ inspector, pid }: LiveServer, stillFor = 4): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  let still = 0;
  for (let look = 0; look < looksMax && still < stillFor; look += 1) {
    if (look % 4 === 0) await inspector.send('HeapProfiler.collectGarbage');
    await pause(lookMs);
    const rss = rssMbOf(pid) * 1_024;
    still = rss < least * 0.998 ? 0 : still + 1;
    least = Math.min(least, rss);
  }
  return least;
}
