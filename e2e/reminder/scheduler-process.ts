import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readAddresses } from '../_product/product.ts';

/** The process that listens on the scheduler's port; undefined while there is none. Reads /proc, so only on Linux. */
export function findSchedulerPid(): number | undefined {
  const port = new URL(readAddresses().services.scheduler).port;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .find((pid) => isSchedulerOn(pid, port));
}

function isSchedulerOn(pid: number, port: string): boolean {
  try {
    if (!readlinkSync(join('/proc', `${pid}`, 'cwd')).endsWith('/scheduler')) return false;
    const env = readFileSync(join('/proc', `${pid}`, 'environ'), 'utf8').split('\0');
    return env.includes(`SCHEDULER_PORT=${port}`);
  } catch {
    // It has ended meanwhile, or belongs to somebody else.
    return false;
  }
}
