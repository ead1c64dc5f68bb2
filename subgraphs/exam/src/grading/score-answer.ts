import type { Question } from '../question/question.ts';
import { isAcceptedText } from './accepted-text.ts';
import type { Response } from './response.ts';
import { choiceShare, matchingShare, orderingShare } from './share-right.ts';

/** Verdict: how one answer was marked. */
export type Verdict = 'RIGHT' | 'PARTLY_RIGHT' | 'WRONG' | 'UNANSWERED' | 'VOIDED';

/**
 * The points of one response to one question, 0 to `question.pointsMax`; null for what people mark. The response fits
 * the question's kind.
 */
export function scoreAnswer(question: Question, response: Response | null): number | null {
  if (question.kind === 'ESSAY') return null;
  return response === null ? 0 : question.pointsMax * shareRight(question, response);
}

/** The verdict that belongs to points; `points` is null when there is no answer. */
export function verdictOf(points: number | null, pointsMax: number): Exclude<Verdict, 'VOIDED'> {
  if (points === null) return 'UNANSWERED';
  if (points >= pointsMax) return 'RIGHT';
  return points > 0 ? 'PARTLY_RIGHT' : 'WRONG';
}

/** How much of a response is right, 0 to 1. */
function shareRight(question: Exclude<Question, { readonly kind: 'ESSAY' }>, response: Response): number {
  switch (question.kind) {
    case 'SINGLE_CHOICE':
      // Several are right where a correction of the key accepted several.
      return 'choiceIds' in response && response.choiceIds.length === 1
        ? whole(question.choices.some(({ id, isRight }) => isRight && id === response.choiceIds[0]))
        : 0;
    case 'MULTIPLE_CHOICE':
      return 'choiceIds' in response ? choiceShare(question, response.choiceIds) : 0;
    case 'TRUE_FALSE':
      return whole('isTrue' in response && response.isTrue === question.isTrue);
    case 'NUMERIC':
      return whole('number' in response && isWithin(question.number, toleranceOf(question), response.number));
    case 'SHORT_TEXT':
      return whole('text' in response && isAcceptedText(question, response.text));
    case 'MATCHING':
      return 'matches' in response ? matchingShare(question, response.matches) : 0;
    case 'ORDERING':
      return 'order' in response ? orderingShare(question, response.order) : 0;
    default:
      return question satisfies never;
  }
}

function whole(isRight: boolean): 0 | 1 {
  return isRight ? 1 : 0;
}

/** In the unit of the number. */
function toleranceOf({ number, tolerance, toleranceKind }: Extract<Question, { readonly kind: 'NUMERIC' }>): number {
  return toleranceKind === 'RELATIVE' ? Math.abs(number) * tolerance : tolerance;
}

/** The bounds belong to the accepted range; a few units of rounding are forgiven, so that 0.3 ± 0.1 accepts 0.4. */
function isWithin(right: number, tolerance: number, given: number): boolean {
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(right), Math.abs(given));
  return Math.abs(given - right) <= tolerance + rounding;
}
