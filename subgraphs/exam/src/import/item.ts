import { difficultyProblem, readTags } from '../bank/bank.ts';
import { type QuestionDraft, questionProblems } from '../question/question.ts';
import { isEncodingDamaged } from './encoding-damage.ts';

/** A question as it travels in a file: the exam has no place for tags and difficulty, the bank has. */
export type ExchangedQuestion = {
  readonly draft: QuestionDraft;
  readonly tags: readonly string[];
  /** 1 easy to 5 hard. */
  readonly difficulty: number | null;
};

/** One thing wrong with one row, block or item. `field` is null when it is the row as a whole. */
export type RowProblem = { readonly field: string | null; readonly code: string; readonly message: string };
export type ItemOutcome = { readonly question: ExchangedQuestion | null; readonly problems: readonly RowProblem[] };

export type NumberedProblem = RowProblem & { readonly row: number };
export type NumberedQuestion = ExchangedQuestion & { readonly row: number };

/** What a file says: what is good, what is wrong, and how many rows, blocks or items there are. */
export type ReadItems = {
  readonly rowCount: number;
  readonly questions: readonly NumberedQuestion[];
  readonly problems: readonly NumberedProblem[];
};

export type NewId = () => string;

export function problem(field: string | null, code: string, message: string): RowProblem {
  return { field, code, message };
}

/** Puts the outcomes of single items together. */
export function readItems(outcomes: readonly (ItemOutcome & { readonly row: number })[]): ReadItems {
  return {
    rowCount: outcomes.length,
    questions: outcomes.flatMap(({ row, question }) => (question ? [{ row, ...question }] : [])),
    problems: outcomes.flatMap(({ row, problems }) => problems.map((one) => ({ row, ...one }))),
  };
}

const damaged = 'It holds characters that come from reading a file in the wrong encoding.';

/** An item is good when nothing was found while reading it, and its question can be asked. */
export function checkedItem(question: ExchangedQuestion | null, found: readonly RowProblem[]): ItemOutcome {
  const problems = [...found];
  if (question) {
    if (textsIn(question.draft).some(isEncodingDamaged)) problems.push(problem(null, 'ENCODING_DAMAGED', damaged));
    problems.push(...questionProblems(question.draft), ...tagProblems(question));
  }
  const unique = uniqueProblems(problems);
  return { question: unique.length === 0 ? question : null, problems: unique };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What is wrong with the tags and the difficulty. */
export function tagProblems({ tags, difficulty }: Pick<ExchangedQuestion, 'tags' | 'difficulty'>): RowProblem[] {
  const read = readTags(tags);
  const hard = difficultyProblem(difficulty);
  return [
    ...('tags' in read ? [] : [problem('tags', 'TAGS_NOT_VALID', read.message)]),
    ...(hard ? [problem('difficulty', 'DIFFICULTY_OUT_OF_RANGE', hard.message)] : []),
  ];
}

/** The same thing is said once per field. */
export function uniqueProblems(problems: readonly RowProblem[]): RowProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ field, code }) => {
    const key = `${field}:${code}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
