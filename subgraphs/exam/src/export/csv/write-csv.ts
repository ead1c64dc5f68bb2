import { choiceColumns, choiceLetters, knownColumns, matchColumns } from '../../import/csv/columns.ts';
import { csvOf } from '../../import/csv/csv-text.ts';
import { joinList } from '../../import/csv/list-cell.ts';
import type { ExchangedQuestion } from '../../import/item.ts';
import type { QuestionContent } from '../../question/question.ts';

type Cells = Readonly<Record<string, string>>;

/** Questions as a table; a column is left out when no question needs it. */
export function writeCsv(questions: readonly ExchangedQuestion[]): string {
  const rows = questions.map(cellsOf);
  const used = new Set(rows.flatMap((cells) => Object.keys(cells).filter((column) => cells[column] !== '')));
  const columns = knownColumns.filter(
    (column) => used.has(column) || ['kind', 'prompt', 'answer', 'points'].includes(column),
  );
  // The mark makes spreadsheets read it as UTF-8.
  return `\uFEFF${csvOf([columns, ...rows.map((cells) => columns.map((column) => cells[column] ?? ''))])}`;
}

function cellsOf({ draft, tags, difficulty }: ExchangedQuestion): Cells {
  return {
    kind: draft.kind,
    prompt: draft.prompt,
    points: String(draft.pointsMax),
    feedback: draft.feedback ?? '',
    tags: joinList(tags),
    difficulty: difficulty === null ? '' : String(difficulty),
    ...contentCells(draft),
  };
}

function contentCells(content: QuestionContent): Cells {
  switch (content.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return {
        ...texts(
          choiceColumns,
          content.choices.map(({ text }) => text),
        ),
        answer: content.choices.flatMap(({ isRight }, index) => (isRight ? [letterOf(index)] : [])).join(','),
        scoring: content.kind === 'MULTIPLE_CHOICE' ? (content.scoring ?? 'ALL_OR_NOTHING') : '',
      };
    case 'TRUE_FALSE':
      return { answer: content.isTrue ? 'TRUE' : 'FALSE' };
    case 'NUMERIC':
      return {
        answer: String(content.number),
        tolerance: content.tolerance === 0 ? '' : String(content.tolerance),
        tolerance_kind: content.toleranceKind === 'RELATIVE' ? 'RELATIVE' : '',
        unit: content.unit ?? '',
      };
    case 'SHORT_TEXT':
      return {
        answer: joinList(content.acceptedTexts),
        folds_case: content.foldsCase === false ? 'FALSE' : '',
        folds_space: content.foldsSpace === false ? 'FALSE' : '',
        pattern: content.pattern ?? '',
      };
    case 'MATCHING':
      return matchingCells(content);
    case 'ORDERING':
      return {
        ...texts(
          choiceColumns,
          content.items.map(({ text }) => text),
        ),
        scoring: content.scoring,
      };
    case 'ESSAY':
      return { words_max: content.wordsMax === null ? '' : String(content.wordsMax), guidance: content.guidance };
    default:
      return content satisfies never;
  }
}

function matchingCells({ premises, targets, scoring }: Extract<QuestionContent, { kind: 'MATCHING' }>): Cells {
  const byId = new Map(targets.map(({ id, text }) => [id, text]));
  const used = new Set(premises.map(({ targetId }) => targetId));
  const others = targets.filter(({ id }) => !used.has(id)).map(({ text }) => text);
  return {
    ...texts(
      choiceColumns,
      premises.map(({ text }) => text),
    ),
    ...texts(matchColumns, [...premises.map(({ targetId }) => byId.get(targetId) ?? ''), ...others]),
    scoring,
  };
}

function texts(columns: readonly string[], values: readonly string[]): Cells {
  return Object.fromEntries(values.map((text, index) => [columns[index] ?? '', text]));
}

function letterOf(index: number): string {
  return (choiceLetters[index] ?? '').toUpperCase();
}
