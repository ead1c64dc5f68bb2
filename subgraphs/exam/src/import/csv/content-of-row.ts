import type { PartialScoring, QuestionContent, ToleranceKind } from '../../question/question.ts';
import { problem } from '../item.ts';
import { matchingOfPairs } from '../matching.ts';
import { choiceColumns, choiceLetters, matchColumns } from './columns.ts';
import { guessedKind, kindOf, kindsInWords, lettersOf, truths } from './kind-of-row.ts';
import { splitList } from './list-cell.ts';
import { numberOf, type RowReader } from './row-reader.ts';

/** What depends on the kind; null when the row gives too little to tell the kind. */
export function readContent(row: RowReader): QuestionContent | null {
  const { cell, context, problems } = row;
  const answer = cell('answer');
  const choices = readTexts(row, choiceColumns);
  const isNumber = numberOf(answer, context) !== null;
  const kind =
    cell('kind') === '' ? guessedKind(answer, choices, context.hasChoiceColumns, isNumber) : kindOf(cell('kind'));
  if (kind === null) {
    problems.push(
      cell('kind') === ''
        ? problem('choice_a', 'CHOICES_TOO_FEW', 'There are no choices; give some, or a kind that has none.')
        : problem('kind', 'KIND_UNKNOWN', `The kind must be one of ${kindsInWords}.`),
    );
    return null;
  }
  switch (kind) {
    case 'SINGLE_CHOICE':
      return { kind, choices: readKeyedChoices(row, choices) };
    case 'MULTIPLE_CHOICE':
      return { kind, choices: readKeyedChoices(row, choices), scoring: readScoring(row, 'ALL_OR_NOTHING') };
    case 'TRUE_FALSE':
      return { kind, isTrue: readTruth(row, choices) };
    case 'NUMERIC':
      return readNumeric(row);
    case 'SHORT_TEXT':
      return readShortText(row);
    case 'MATCHING':
      return { ...readMatching(row, choices), scoring: readSimpleScoring(row) };
    case 'ORDERING':
      return { kind, items: readOrder(row, choices), scoring: readSimpleScoring(row) };
    case 'ESSAY':
      return readEssay(row);
    default:
      return kind satisfies never;
  }
}

/** Up to the last text given, so that a gap shows as an empty one. */
function readTexts({ cell }: RowReader, columns: readonly string[]): string[] {
  const texts = columns.map(cell);
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
}

function neededAnswer({ cell, problems }: RowReader): string {
  if (cell('answer') === '') problems.push(problem('answer', 'ANSWER_MISSING', 'There is no answer.'));
  return cell('answer');
}

const indexOfLetter = (letter: string) => letter.charCodeAt(0) - 'A'.charCodeAt(0);

function readKeyedChoices(row: RowReader, texts: readonly string[]) {
  const answer = neededAnswer(row);
  const right = new Set(lettersOf(answer).map(indexOfLetter));
  const isInvalid = right.size === 0 || [...right].some((index) => index >= texts.length);
  if (answer !== '' && isInvalid) row.problems.push(problem('answer', 'ANSWER_NOT_A_CHOICE', notAChoice));
  return texts.map((text, index) => ({
    id: row.context.newId(),
    text,
    isRight: isInvalid ? index === 0 : right.has(index),
  }));
}

const notAChoice = 'The answer must be the letter of a choice, or several letters.';

function readTruth(row: RowReader, choices: readonly string[]): boolean {
  const answer = neededAnswer(row);
  const letters = lettersOf(answer);
  const chosen = letters.length === 1 ? choices[indexOfLetter(letters[0] ?? '')] : undefined;
  const truth = truths.get((chosen ?? answer).toUpperCase());
  if (truth === undefined && answer !== '') {
    row.problems.push(
      choices.length > 0
        ? problem('answer', 'ANSWER_NOT_A_CHOICE', notAChoice)
        : problem('answer', 'ANSWER_NOT_TRUE_OR_FALSE', 'The answer must be TRUE or FALSE.'),
    );
  }
  return truth ?? false;
}

function readNumeric(row: RowReader): QuestionContent {
  neededAnswer(row);
  return {
    kind: 'NUMERIC',
    number: row.number('answer', 0, 'ANSWER_NOT_A_NUMBER', 'The answer'),
    tolerance: row.number('tolerance', 0, 'TOLERANCE_NOT_A_NUMBER', 'The tolerance'),
    toleranceKind: readWord(row, 'tolerance_kind', toleranceKinds, 'ABSOLUTE', 'TOLERANCE_KIND_UNKNOWN'),
    unit: row.cell('unit') || null,
  };
}

function readShortText(row: RowReader): QuestionContent {
  const pattern = row.cell('pattern') || null;
  const answer = pattern === null ? neededAnswer(row) : row.cell('answer');
  return {
    kind: 'SHORT_TEXT',
    acceptedTexts: answer === '' ? [] : splitList(answer),
    foldsCase: readWord(row, 'folds_case', truths, true, 'NOT_TRUE_OR_FALSE'),
    foldsSpace: readWord(row, 'folds_space', truths, true, 'NOT_TRUE_OR_FALSE'),
    pattern,
  };
}

/** The left side in the columns of the choices, the right side in those of the matches; more there match nothing. */
function readMatching(row: RowReader, premises: readonly string[]) {
  const rights = matchColumns.map(row.cell);
  const pairs = premises.map((left, index) => ({ left, right: rights[index] ?? '' }));
  for (const [index, { right }] of pairs.entries()) {
    if (right !== '') continue;
    const message = 'Nothing is given that belongs to it.';
    row.problems.push(problem(matchColumns[index] ?? null, 'MATCH_MISSING', message));
  }
  const given = pairs.filter(({ right }) => right !== '');
  const others = rights.slice(premises.length).filter(Boolean);
  return matchingOfPairs(given, others, row.context.newId);
}

/** As the columns stand, or in the order of the letters in the answer. */
function readOrder(row: RowReader, texts: readonly string[]) {
  const letters = lettersOf(row.cell('answer')).map(indexOfLetter);
  const isWhole = letters.length === texts.length && letters.every((index) => index < texts.length);
  if (row.cell('answer') !== '' && !isWhole) {
    const last = (choiceLetters[texts.length - 1] ?? 'a').toUpperCase();
    const message = `The answer must be empty, or each letter from A to ${last} once, in the right order.`;
    row.problems.push(problem('answer', 'ANSWER_NOT_AN_ORDER', message));
  }
  const ordered = isWhole ? letters.map((index) => texts[index] ?? '') : texts;
  return ordered.map((text) => ({ id: row.context.newId(), text }));
}

function readEssay(row: RowReader): QuestionContent {
  const words = row.number('words_max', 0, 'WORDS_NOT_A_NUMBER', 'The bound in words');
  return {
    kind: 'ESSAY',
    wordsMax: row.cell('words_max') === '' ? null : words,
    guidance: row.cell('guidance') || row.cell('answer'),
  };
}

const simpleScorings = new Map<string, Exclude<PartialScoring, 'PARTIAL_NEGATIVE'>>([
  ['ALL_OR_NOTHING', 'ALL_OR_NOTHING'],
  ['PARTIAL', 'PARTIAL'],
]);
const scorings = new Map<string, PartialScoring>([...simpleScorings, ['PARTIAL_NEGATIVE', 'PARTIAL_NEGATIVE']]);
const toleranceKinds = new Map<string, ToleranceKind>([
  ['ABSOLUTE', 'ABSOLUTE'],
  ['RELATIVE', 'RELATIVE'],
]);

function readScoring(row: RowReader, otherwise: PartialScoring): PartialScoring {
  return readWord(row, 'scoring', scorings, otherwise, 'SCORING_UNKNOWN');
}

function readSimpleScoring(row: RowReader) {
  return readWord(row, 'scoring', simpleScorings, 'PARTIAL', 'SCORING_UNKNOWN');
}

function readWord<T>(row: RowReader, column: string, words: ReadonlyMap<string, T>, otherwise: T, code: string): T {
  const text = row.cell(column);
  if (text === '') return otherwise;
  const value = words.get(text.toUpperCase().replaceAll(/[\s-]+/g, '_'));
  if (value === undefined) {
    row.problems.push(problem(column, code, `It must be one of ${[...words.keys()].join(', ')}.`));
  }
  return value ?? otherwise;
}
