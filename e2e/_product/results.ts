import { join, resolve } from 'node:path';

/** What failed scenarios leave behind; emptied at the start of every run. */
export const resultsDir = resolve(import.meta.dirname, '../.results');

/** Where something about a failed scenario is written, by a name that says which. */
export function resultFile(scenario: string, ending: string): string {
  return join(resultsDir, `${scenario.replace(/[^\w-]+/g, '-').slice(0, 100)}${ending}`);
}
