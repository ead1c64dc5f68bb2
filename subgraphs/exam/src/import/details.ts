import type { QuestionContent } from '../question/question.ts';
import { type ExchangedQuestion, problem, type RowProblem } from './item.ts';

/**
 * What GIFT, Moodle XML and QTI have no place for travels beside the question as JSON where other programs look past
 * it: a comment, an element or an attribute of our own.
 */
export type Details = Readonly<Record<string, unknown>>;

export function parseDetails(json: string): Details | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

type Applied = { readonly question: ExchangedQuestion; readonly problems: readonly RowProblem[] };

/** The question with its details; a value that does not fit is reported. */
export function withDetails(question: ExchangedQuestion, details: Details): Applied {
  const wrong: string[] = [];
  function take<T>(key: string, now: T, fits: (value: unknown) => value is NonNullable<T>): T {
    const value = details[key];
    if (value === undefined) return now;
    if (fits(value)) return value;
    wrong.push(key);
    return now;
  }
  const { draft } = question;
  const pointsMax = take('points', draft.pointsMax, isNumber);
  const applied: ExchangedQuestion = {
    draft: { ...draft, ...contentWith(draft, take), pointsMax },
    tags: take('tags', question.tags, isTexts),
    difficulty: take('difficulty', question.difficulty, isNumber),
  };
  const problems = wrong.map((key) => problem(key, 'DETAIL_NOT_VALID', 'The detail that Lectern added does not fit.'));
  return { question: applied, problems };
}

type Take = <T>(key: string, now: T, fits: (value: unknown) => value is NonNullable<T>) => T;

function contentWith(content: QuestionContent, take: Take): QuestionContent {
  switch (content.kind) {
    case 'MULTIPLE_CHOICE':
      return { ...content, scoring: take('scoring', content.scoring ?? 'ALL_OR_NOTHING', isScoring) };
    case 'NUMERIC':
      return {
        ...content,
        tolerance: take('tolerance', content.tolerance, isNumber),
        toleranceKind: take('toleranceKind', content.toleranceKind ?? 'ABSOLUTE', isToleranceKind),
        unit: take('unit', content.unit, isText),
      };
    case 'SHORT_TEXT':
      return {
        ...content,
        acceptedTexts: take('acceptedTexts', content.acceptedTexts, isTexts),
        foldsCase: take('foldsCase', content.foldsCase ?? true, isTruth),
        foldsSpace: take('foldsSpace', content.foldsSpace ?? true, isTruth),
        pattern: take('pattern', content.pattern ?? null, isText),
      };
    case 'MATCHING':
      return { ...content, scoring: take('scoring', content.scoring, isSimpleScoring) };
    case 'ORDERING':
      return { ...content, scoring: take('scoring', content.scoring, isSimpleScoring) };
    case 'ESSAY':
      return {
        ...content,
        wordsMax: take('wordsMax', content.wordsMax, isNumber),
        guidance: take('guidance', content.guidance, isText),
      };
    case 'SINGLE_CHOICE':
    case 'TRUE_FALSE':
      return content;
    default:
      return content satisfies never;
  }
}

const isNumber = (value: unknown) => typeof value === 'number';
const isText = (value: unknown) => typeof value === 'string';
const isTruth = (value: unknown) => typeof value === 'boolean';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isSimpleScoring = (value: unknown) => value === 'ALL_OR_NOTHING' || value === 'PARTIAL';
const isScoring = (value: unknown) => isSimpleScoring(value) || value === 'PARTIAL_NEGATIVE';
const isToleranceKind = (value: unknown) => value === 'ABSOLUTE' || value === 'RELATIVE';

/** Tags that say how difficult a question is, as `difficulty:3`, are no tags with us. */
export function splitTags(tags: readonly string[]): Pick<ExchangedQuestion, 'tags' | 'difficulty'> {
  const level = tags.map((tag) => /^difficulty:([1-5])$/i.exec(tag)?.[1]).find((found) => found !== undefined);
  const others = tags.map((tag) => tag.trim()).filter((tag) => tag !== '' && !/^difficulty:[1-5]$/i.test(tag));
  return { tags: [...new Set(others)], difficulty: level === undefined ? null : Number(level) };
}

/** The names in a path of Moodle's categories, without those that every path has. */
export function tagsOfCategory(path: string): string[] {
  return path
    .replaceAll('//', '\0')
    .split('/')
    .map((name) => name.replaceAll('\0', '/').trim())
    .filter((name) => name !== '' && name !== 'top' && !/^\$\w+\$$/.test(name));
}
