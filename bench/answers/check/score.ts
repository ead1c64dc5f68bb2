import { isDeepStrictEqual } from 'node:util';
import type { KeyedQuestion, PaperFact, StoredResponse } from './facts.ts';

/**
 * Marks answers from the paper's keys and nothing else. Written anew, on purpose: it shares no line with what it checks,
 * and throws where a paper holds what it cannot mark.
 */
export function pointsOf(question: KeyedQuestion, response: StoredResponse): number {
  if (response === null) return 0;
  return question.pointsMax * shareOf(question, response);
}

export type Result = { readonly pointsAwarded: number; readonly scorePercent: number; readonly isPassed: boolean };

/** The result of an attempt from the sum of its points. */
export function resultOf(points: number, { pointsMax }: PaperFact, passMarkPercent: number): Result {
  const pointsAwarded = toMillionth(points);
  const scorePercent = toMillionth(pointsMax > 0 ? (pointsAwarded / pointsMax) * 100 : 0);
  return { pointsAwarded, scorePercent, isPassed: scorePercent >= passMarkPercent };
}

export const toMillionth = (value: number): number => Math.round(value * 1_000_000) / 1_000_000;

/** How much of a question is right, 0 to 1. */
function shareOf(question: KeyedQuestion, response: Readonly<Record<string, unknown>>): number {
  switch (question.kind) {
    case 'SINGLE_CHOICE':
      return Number(isDeepStrictEqual(textsOf(response.choiceIds), rightIds(question)));
    case 'MULTIPLE_CHOICE':
      return shareOfChoices(question, new Set(textsOf(response.choiceIds)));
    case 'TRUE_FALSE':
      return Number(response.isTrue === question.isTrue);
    case 'NUMERIC':
      return Number(isNear(question, Number(response.number)));
    case 'SHORT_TEXT':
      return Number(textsOf(question.acceptedTexts).some((text) => plain(text) === plain(`${response.text}`)));
    default:
      throw new Error(`the checker cannot mark questions of the kind ${question.kind}`);
  }
}

function shareOfChoices(question: KeyedQuestion, chosen: ReadonlySet<string>): number {
  const right = rightIds(question);
  const hits = right.filter((id) => chosen.has(id)).length;
  const scoring = question.scoring ?? 'ALL_OR_NOTHING';
  if (scoring === 'ALL_OR_NOTHING') return Number(hits === right.length && chosen.size === right.length);
  throw new Error(`the checker cannot mark by ${scoring}`);
}

function rightIds(question: KeyedQuestion): string[] {
  const choices = Array.isArray(question.choices) ? question.choices : [];
  return choices.flatMap((choice) => (choice.isRight === true ? [`${choice.id}`] : []));
}

function isNear(question: KeyedQuestion, given: number): boolean {
  const right = Number(question.number);
  const allowed = Number(question.tolerance) * (question.toleranceKind === 'RELATIVE' ? Math.abs(right) : 1);
  return Math.abs(given - right) <= allowed + 1e-12 * Math.max(1, Math.abs(right));
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean).join(' ');
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
