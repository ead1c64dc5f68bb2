import {
  type Choice,
  type QuestionContent,
  type QuestionDraft,
  type QuestionKind,
  questionProblems,
} from '../question/question.ts';
import { isEncodingDamaged } from './encoding-damage.ts';

/** One thing wrong with one row. `field` is a column; null when it is the row as a whole. */
export type RowProblem = { readonly field: string | null; readonly code: string; readonly message: string };

export type RowOutcome = { readonly draft: QuestionDraft | null; readonly problems: readonly RowProblem[] };

export const choiceLetters = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** What is known of the file when one of its rows is read. */
export type RowContext = {
  readonly hasChoiceColumns: boolean;
  /** Where the comma does not separate columns it may be a decimal mark. */
  readonly allowsDecimalComma: boolean;
  readonly newChoiceId: () => string;
};

/** Reads the cells of one row, by column, as a question. All that is wrong is reported, not only the first. */
export function questionOfRow(cells: ReadonlyMap<string, string>, context: RowContext): RowOutcome {
  const problems: RowProblem[] = [];
  const cell = (column: string) => cells.get(column)?.trim() ?? '';
  for (const [column, value] of cells) {
    if (isEncodingDamaged(value)) problems.push(problem(column, 'ENCODING_DAMAGED', damaged));
  }
  const pointsMax = cell('points') === '' ? 1 : numberOf(cell('points'), context);
  if (pointsMax === null) problems.push(problem('points', 'POINTS_NOT_A_NUMBER', 'The points must be a number.'));

  const content = readContent(cell, context, problems);
  const prompt = cell('prompt');
  if (content === null) {
    if (prompt === '') problems.push(problem('prompt', 'PROMPT_MISSING', 'The question asks nothing.'));
    return { draft: null, problems };
  }
  const draft = { prompt, pointsMax: pointsMax ?? 1, ...content };
  problems.push(...questionProblems(draft, choiceColumn).map(toColumn));
  const seen = new Set<string>();
  const unique = problems.filter(({ field, code }) => {
    const key = `${field}:${code}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return { draft: unique.length === 0 ? draft : null, problems: unique };
}

const damaged = 'It holds characters that come from reading a file in the wrong encoding.';

type Cell = (column: string) => string;

function readContent(cell: Cell, context: RowContext, problems: RowProblem[]): QuestionContent | null {
  const choices = readChoices(cell, context);
  const kind = cell('kind') === '' ? guessedKind(cell('answer'), choices, context) : kindOf(cell('kind'));
  if (kind === null) {
    problems.push(
      cell('kind') === ''
        ? problem('choice_a', 'CHOICES_TOO_FEW', 'There are no choices; give some, or a kind that has none.')
        : problem('kind', 'KIND_UNKNOWN', `The kind must be one of ${[...kindNames.keys()].slice(0, 5).join(', ')}.`),
    );
    return null;
  }
  const answer = cell('answer');
  if (answer === '') problems.push(problem('answer', 'ANSWER_MISSING', 'There is no answer.'));
  switch (kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return { kind, choices: withKey(choices, answer, problems) };
    case 'TRUE_FALSE':
      return { kind, isTrue: readTruth(answer, choices, problems) };
    case 'NUMERIC':
      return { kind, ...readNumeric(cell, context, problems) };
    case 'SHORT_TEXT':
      return { kind, acceptedTexts: answer.split('|').map((text) => text.trim()) };
    default:
      return kind satisfies never;
  }
}

const kindNames = new Map<string, QuestionKind>([
  ['SINGLE_CHOICE', 'SINGLE_CHOICE'],
  ['MULTIPLE_CHOICE', 'MULTIPLE_CHOICE'],
  ['TRUE_FALSE', 'TRUE_FALSE'],
  ['NUMERIC', 'NUMERIC'],
  ['SHORT_TEXT', 'SHORT_TEXT'],
  ['SINGLE', 'SINGLE_CHOICE'],
  ['MULTIPLE', 'MULTIPLE_CHOICE'],
  ['NUMBER', 'NUMERIC'],
  ['TEXT', 'SHORT_TEXT'],
]);

function kindOf(text: string): QuestionKind | null {
  return kindNames.get(text.toUpperCase().replaceAll(/[\s/-]+/g, '_')) ?? null;
}

/** The kind where none is given; null when the row gives too little to tell. */
function guessedKind(answer: string, choices: readonly Choice[], context: RowContext): QuestionKind | null {
  if (choices.length > 0) {
    const texts = choices.map(({ text }) => text.toLowerCase()).sort();
    if (texts.length === 2 && texts[0] === 'false' && texts[1] === 'true') return 'TRUE_FALSE';
    return lettersOf(answer).length > 1 ? 'MULTIPLE_CHOICE' : 'SINGLE_CHOICE';
  }
  if (truths.has(answer.toUpperCase())) return 'TRUE_FALSE';
  if (context.hasChoiceColumns) return null;
  return numberOf(answer, context) === null ? 'SHORT_TEXT' : 'NUMERIC';
}

/** Up to the last choice given, so that a gap shows as an empty choice. */
function readChoices(cell: Cell, context: RowContext): Choice[] {
  const texts = choiceLetters.map((letter) => cell(`choice_${letter}`));
  const count = texts.findLastIndex((text) => text !== '') + 1;
  return texts.slice(0, count).map((text) => ({ id: context.newChoiceId(), text, isRight: false }));
}

/** `A`, `AC`, `A, C`, `a;c`: upper-case letters, each once; empty when it is anything else. */
function lettersOf(answer: string): string[] {
  const compact = answer.toUpperCase().replaceAll(/[\s,;|+]+/g, '');
  return /^[A-Z]+$/.test(compact) && compact.length <= choiceLetters.length ? [...new Set(compact)] : [];
}

function withKey(choices: readonly Choice[], answer: string, problems: RowProblem[]): Choice[] {
  const right = new Set(lettersOf(answer).map((letter) => letter.charCodeAt(0) - 'A'.charCodeAt(0)));
  const isInvalid = right.size === 0 || [...right].some((index) => index >= choices.length);
  if (answer !== '' && isInvalid) problems.push(problem('answer', 'ANSWER_NOT_A_CHOICE', notAChoice));
  return choices.map((choice, index) => ({ ...choice, isRight: isInvalid ? index === 0 : right.has(index) }));
}

const notAChoice = 'The answer must be the letter of a choice, or several letters.';
const truths = new Map([
  ['TRUE', true],
  ['FALSE', false],
]);

function readTruth(answer: string, choices: readonly Choice[], problems: RowProblem[]): boolean {
  const letters = lettersOf(answer);
  const chosen = letters.length === 1 ? choices[(letters[0] ?? '').charCodeAt(0) - 'A'.charCodeAt(0)] : undefined;
  const truth = truths.get((chosen?.text ?? answer).toUpperCase());
  if (truth === undefined && answer !== '') {
    problems.push(
      choices.length > 0
        ? problem('answer', 'ANSWER_NOT_A_CHOICE', notAChoice)
        : problem('answer', 'ANSWER_NOT_TRUE_OR_FALSE', 'The answer must be TRUE or FALSE.'),
    );
  }
  return truth ?? false;
}

function readNumeric(cell: Cell, context: RowContext, problems: RowProblem[]) {
  const number = numberOf(cell('answer'), context);
  if (number === null && cell('answer') !== '') {
    problems.push(problem('answer', 'ANSWER_NOT_A_NUMBER', 'The answer must be a number.'));
  }
  const tolerance = cell('tolerance') === '' ? 0 : numberOf(cell('tolerance'), context);
  if (tolerance === null) {
    problems.push(problem('tolerance', 'TOLERANCE_NOT_A_NUMBER', 'The tolerance must be a number.'));
  }
  return { number: number ?? 0, tolerance: tolerance ?? 0, unit: cell('unit') === '' ? null : cell('unit') };
}

function numberOf(text: string, { allowsDecimalComma }: RowContext): number | null {
  const plain = allowsDecimalComma ? text.replace(',', '.') : text;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

function choiceColumn(index: number): string {
  return `choice_${choiceLetters[index] ?? index + 1}`;
}

function toColumn({ field, code, message }: { field: string; code: string; message: string }): RowProblem {
  if (field === 'pointsMax') return { field: 'points', code, message };
  return { field: field === 'choices' ? 'choice_a' : field, code, message };
}

function problem(field: string | null, code: string, message: string): RowProblem {
  return { field, code, message };
}
