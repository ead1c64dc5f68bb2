import { isStorable } from '../db/storable-text.ts';
import type { Response } from '../grading/response.ts';
import { type Question, questionLimits } from '../question/question.ts';

/** An answer as a client sends it: at most one member, the one that fits the question's kind. */
export type GivenAnswer = {
  readonly choiceIds?: readonly string[] | null | undefined;
  readonly isTrue?: boolean | null | undefined;
  readonly number?: number | null | undefined;
  readonly text?: string | null | undefined;
};

export type ParsedAnswer =
  /** Null clears the answer. */
  | { readonly response: Response | null }
  /** Which member does not fit, and what it must be. The sentence names no key. */
  | { readonly field: keyof GivenAnswer; readonly message: string };

/** Reads an answer to one question: the right kind, choices that exist, finite numbers, texts that can be stored. */
export function parseAnswer(question: Question, given: GivenAnswer): ParsedAnswer {
  const wanted = fieldOf(question);
  const other = fields.find((field) => field !== wanted && given[field] !== null && given[field] !== undefined);
  if (other) return { field: other, message: `This question is answered by ${wanted}.` };
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return parseChoices(question, given.choiceIds ?? []);
    case 'TRUE_FALSE':
      return { response: isGiven(given.isTrue) ? { isTrue: given.isTrue } : null };
    case 'NUMERIC':
      return parseNumber(given.number);
    case 'SHORT_TEXT':
      return parseText(given.text ?? '');
    default:
      return question satisfies never;
  }
}

const fields = ['choiceIds', 'isTrue', 'number', 'text'] as const;

function fieldOf({ kind }: Question): keyof GivenAnswer {
  switch (kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return 'choiceIds';
    case 'TRUE_FALSE':
      return 'isTrue';
    case 'NUMERIC':
      return 'number';
    case 'SHORT_TEXT':
      return 'text';
    default:
      return kind satisfies never;
  }
}

function parseChoices(
  question: Extract<Question, { readonly choices: unknown }>,
  given: readonly string[],
): ParsedAnswer {
  const field = 'choiceIds';
  if (given.length === 0) return { response: null };
  // Before the set is made: a list may be as long as a request allows.
  if (given.length > question.choices.length) return { field, message: 'There are not so many choices.' };
  const chosen = new Set(given);
  const choiceIds = question.choices.map(({ id }) => id).filter((id) => chosen.has(id));
  if (choiceIds.length < chosen.size) return { field, message: 'A choice is not one of the question’s.' };
  if (question.kind === 'SINGLE_CHOICE' && choiceIds.length > 1) return { field, message: 'Only one may be chosen.' };
  return { response: { choiceIds } };
}

function parseNumber(given: number | null | undefined): ParsedAnswer {
  if (!isGiven(given)) return { response: null };
  if (!Number.isFinite(given)) return { field: 'number', message: 'The number must be finite.' };
  return { response: { number: given } };
}

function parseText(given: string): ParsedAnswer {
  const field = 'text';
  const { textLengthMax } = questionLimits;
  if (given.length > textLengthMax) return { field, message: `The text may have at most ${textLengthMax} characters.` };
  if (!isStorable(given)) return { field, message: 'The text holds a NUL or half of a surrogate pair.' };
  return { response: given.trim() === '' ? null : { text: given } };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
