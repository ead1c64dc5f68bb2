import type { Question } from '../question/question.ts';
import type { Response } from './response.ts';

/** Verdict: how one answer was marked. */
export type Verdict = 'RIGHT' | 'PARTLY_RIGHT' | 'WRONG' | 'UNANSWERED';

/** The points of one response to one question, 0 to `question.pointsMax`. The response fits the question's kind. */
export function scoreAnswer(question: Question, response: Response | null): number {
  if (response === null) return 0;
  return isRight(question, response) ? question.pointsMax : 0;
}

/** The verdict that belongs to points; `points` is null when there is no answer. */
export function verdictOf(points: number | null, pointsMax: number): Verdict {
  if (points === null) return 'UNANSWERED';
  if (points >= pointsMax) return 'RIGHT';
  return points > 0 ? 'PARTLY_RIGHT' : 'WRONG';
}

function isRight(question: Question, response: Response): boolean {
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return (
        'choiceIds' in response &&
        question.choices.every(({ id, isRight }) => isRight === response.choiceIds.includes(id))
      );
    case 'TRUE_FALSE':
      return 'isTrue' in response && response.isTrue === question.isTrue;
    case 'NUMERIC':
      return 'number' in response && isWithin(question.number, question.tolerance, response.number);
    case 'SHORT_TEXT':
      return 'text' in response && question.acceptedTexts.map(folded).includes(folded(response.text));
    case 'MATCHING':
      return (
        'matches' in response &&
        question.premises.every(({ id, targetId }) =>
          response.matches.some((match) => match.premiseId === id && match.targetId === targetId),
        )
      );
    case 'ORDERING':
      return 'order' in response && question.items.every(({ id }, index) => response.order[index] === id);
    case 'ESSAY':
      return false;
    default:
      return question satisfies never;
  }
}

/** The bounds belong to the accepted range; a few units of rounding are forgiven, so that 0.3 ± 0.1 accepts 0.4. */
function isWithin(right: number, tolerance: number, given: number): boolean {
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(right), Math.abs(given));
  return Math.abs(given - right) <= tolerance + rounding;
}

/** Case, spacing and compatible forms of letters do not matter. */
function folded(text: string): string {
  return text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
