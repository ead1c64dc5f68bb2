import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StackAddresses } from '@lectern/stack/addresses';

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; run the scenarios by npm run test:e2e`);
  return value;
}

/** Where browsers reach the product under test; without a slash at the end. */
export const productUrl = required('LECTERN_E2E_URL').replace(/\/$/, '');

/** Its data folder. */
export const productDataDir = required('LECTERN_E2E_DATA');

/** Whether the demo school was loaded into it. */
export const hasDemoSchool = existsSync(join(productDataDir, 'demo-school-loaded'));

/** Where its parts are. */
export function readAddresses(): StackAddresses {
  return JSON.parse(readFileSync(join(productDataDir, 'addresses.json'), 'utf8')) as StackAddresses;
}

/** Everything that each process has logged so far, by the name of the process. */
export function readLogs(): ReadonlyMap<string, string> {
  const folder = join(productDataDir, 'logs');
  const files = readdirSync(folder).filter((file) => file.endsWith('.log'));
  return new Map(files.map((file) => [basename(file, '.log'), readFileSync(join(folder, file), 'utf8')]));
}

/** The last lines of all processes since `from` (milliseconds since 1970), oldest first. */
export function readLogsSince(from: number): string {
  const lines = [...readLogs().values()].flatMap((text) => text.split('\n').slice(-400));
  const dated = lines.flatMap((line) => {
    const at = /"time":"([^"]+)"/.exec(line)?.[1];
    return at !== undefined && Date.parse(at) >= from ? [{ at, line }] : [];
  });
  dated.sort((a, b) => (a.at < b.at ? -1 : 1));
  return dated.map(({ line }) => line).join('\n');
}
