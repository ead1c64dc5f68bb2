import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Real question files, where this machine has them; nothing needs them. */
export function sharedQuestionFiles(): readonly string[] {
  const folder = process.env.LECTERN_SHARED_DATA ?? resolve(import.meta.dirname, '../../../shared/data');
  const names = ['opentriviaqa-geography.csv', 'opentriviaqa-science-technology.csv'];
  return names.map((name) => join(folder, name)).filter((file) => existsSync(file));
}
