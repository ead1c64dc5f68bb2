import { inputErrors } from '@lectern/subgraph';
import { type BankDraft, difficultyProblem, readTags } from './bank.ts';

/** Tags and difficulty as they are stored; throws BAD_INPUT that names the field. */
export function checkedLabels(given: Pick<BankDraft, 'tags' | 'difficulty'>): Pick<BankDraft, 'tags' | 'difficulty'> {
  const read = readTags(given.tags);
  const problem = 'field' in read ? read : difficultyProblem(given.difficulty);
  if (problem) throw inputErrors.make('BAD_INPUT', { message: problem.message, facts: { field: problem.field } });
  return { tags: 'tags' in read ? read.tags : [], difficulty: given.difficulty };
}
