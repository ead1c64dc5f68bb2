import { type QuestionContent, type QuestionDraft, questionProblems } from '../../question/question.ts';
import { isEncodingDamaged } from '../encoding-damage.ts';
import { type ItemOutcome, problem, type RowProblem, tagProblems, uniqueProblems } from '../item.ts';
import { choiceLetters } from './columns.ts';
import { readContent } from './content-of-row.ts';
import { splitList } from './list-cell.ts';
import { createReader, numberOf, type RowContext } from './row-reader.ts';

/** Reads the cells of one row, by column, as a question. All that is wrong is reported, not only the first. */
export function questionOfRow(cells: ReadonlyMap<string, string>, context: RowContext): ItemOutcome {
  const reader = createReader(cells, context);
  const { problems, cell } = reader;
  for (const [column, value] of cells) {
    if (isEncodingDamaged(value)) problems.push(problem(column, 'ENCODING_DAMAGED', damaged));
  }
  const pointsMax = reader.number('points', 1, 'POINTS_NOT_A_NUMBER', 'The points');
  const content = readContent(reader);
  const prompt = cell('prompt');
  if (content === null) {
    if (prompt === '') problems.push(problem('prompt', 'PROMPT_MISSING', 'The question asks nothing.'));
    return { question: null, problems };
  }
  const difficulty = cell('difficulty') === '' ? null : (numberOf(cell('difficulty'), context) ?? Number.NaN);
  const draft: QuestionDraft = { prompt, pointsMax, feedback: cell('feedback') || null, ...content };
  const tags = cell('tags') === '' ? [] : [...new Set(splitList(cell('tags')).filter(Boolean))];
  problems.push(...questionProblems(draft, choiceColumn).map((one) => toColumn(one, content)));
  problems.push(...tagProblems({ tags, difficulty }));
  const unique = uniqueProblems(problems);
  return { question: unique.length === 0 ? { draft, tags, difficulty } : null, problems: unique };
}

const damaged = 'It holds characters that come from reading a file in the wrong encoding.';

function choiceColumn(index: number): string {
  return `choice_${choiceLetters[index] ?? index + 1}`;
}

const columnOfField = new Map([
  ['pointsMax', 'points'],
  ['choices', 'choice_a'],
  ['premises', 'choice_a'],
  ['items', 'choice_a'],
  ['targets', 'match_a'],
  ['wordsMax', 'words_max'],
]);

/** The column where the author finds what is wrong. */
function toColumn({ field, code, message }: RowProblem, content: QuestionContent): RowProblem {
  const [side = '', index] = (field ?? '').split('.');
  if (index === undefined) return problem(columnOfField.get(side) ?? field, code, message);
  if (side !== 'targets' || content.kind !== 'MATCHING') return problem(choiceColumn(Number(index)), code, message);
  const target = content.targets[Number(index)];
  const at = content.premises.findIndex(({ targetId }) => targetId === target?.id);
  return problem(at < 0 ? 'match_a' : `match_${choiceLetters[at] ?? at + 1}`, code, message);
}
