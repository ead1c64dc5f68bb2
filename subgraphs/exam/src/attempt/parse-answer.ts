import { isStorable } from '../db/storable-text.ts';
import type { Response } from '../grading/response.ts';
import { type Question, questionLimits } from '../question/question.ts';

/** An answer as a client sends it: at most one member, the one that fits the question's kind. */
export type GivenAnswer = {
  readonly choiceIds?: readonly string[] | null | undefined;
  readonly isTrue?: boolean | null | undefined;
  readonly number?: number | null | undefined;
  readonly text?: string | null | undefined;
  readonly matches?: readonly { readonly premiseId: string; readonly targetId: string }[] | null | undefined;
  readonly order?: readonly string[] | null | undefined;
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
      return parseText(given.text ?? '', questionLimits.textLengthMax);
    case 'ESSAY':
      return parseText(given.text ?? '', questionLimits.essayLengthMax);
    case 'MATCHING':
      return parseMatches(question, given.matches ?? []);
    case 'ORDERING':
      return parseOrder(question, given.order ?? []);
    default:
      return question satisfies never;
  }
}

const fields = ['choiceIds', 'isTrue', 'number', 'text', 'matches', 'order'] as const;

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
    case 'ESSAY':
      return 'text';
    case 'MATCHING':
      return 'matches';
    case 'ORDERING':
      return 'order';
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

function parseText(given: string, lengthMax: number): ParsedAnswer {
  const field = 'text';
  if (given.length > lengthMax) return { field, message: `The text may have at most ${lengthMax} characters.` };
  if (!isStorable(given)) return { field, message: 'The text holds a NUL or half of a surrogate pair.' };
  return { response: given.trim() === '' ? null : { text: given } };
}

function parseMatches(
  { premises, targets }: Extract<Question, { readonly kind: 'MATCHING' }>,
  given: readonly { readonly premiseId: string; readonly targetId: string }[],
): ParsedAnswer {
  const field = 'matches';
  if (given.length === 0) return { response: null };
  if (given.length > premises.length) return { field, message: 'There are not so many left sides.' };
  const targetOf = new Map(given.map(({ premiseId, targetId }) => [premiseId, targetId]));
  if (targetOf.size < given.length) return { field, message: 'A left side is matched twice.' };
  const matches = premises.flatMap(({ id }) => {
    const targetId = targetOf.get(id);
    return targetId === undefined ? [] : [{ premiseId: id, targetId }];
  });
  if (matches.length < given.length) return { field, message: 'A left side is not one of the question’s.' };
  const isTarget = (id: string) => targets.some((target) => target.id === id);
  if (!matches.every(({ targetId }) => isTarget(targetId))) {
    return { field, message: 'A right side is not one of the question’s.' };
  }
  return { response: { matches } };
}

function parseOrder(
  { items }: Extract<Question, { readonly kind: 'ORDERING' }>,
  given: readonly string[],
): ParsedAnswer {
  const field = 'order';
  if (given.length === 0) return { response: null };
  const isWhole = given.length === items.length && items.every(({ id }) => given.includes(id));
  return isWhole ? { response: { order: given } } : { field, message: 'Name every item once.' };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
