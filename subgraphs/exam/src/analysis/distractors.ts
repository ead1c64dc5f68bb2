import { scoreAnswer } from '../grading/score-answer.ts';
import type { Question } from '../question/question.ts';
import type { AnswerCount } from './analysis.queries.ts';

/** How often one answer was given. */
export type Distractor = {
  readonly choiceId: string | null;
  /** The answer as people read it. */
  readonly text: string;
  readonly isRight: boolean;
  readonly count: number;
  readonly upperCount: number;
  readonly lowerCount: number;
};

/** What was answered, most often first. Choices that nobody took are listed too: they distract nobody. */
export function distractorsOf(question: Question, counts: readonly AnswerCount[]): Distractor[] {
  const found = counts.map(({ count, upperCount, lowerCount, ...answer }) => ({
    ...told(question, answer),
    ...{ count, upperCount, lowerCount },
  }));
  if (!('choices' in question)) return found;
  const never = question.choices
    .filter(({ id }) => !found.some(({ choiceId }) => choiceId === id))
    .map(({ id, text, isRight }) => ({ choiceId: id, text, isRight, count: 0, upperCount: 0, lowerCount: 0 }));
  return [...found, ...never];
}

type Told = Pick<Distractor, 'choiceId' | 'text' | 'isRight'>;

function told(question: Question, answer: Pick<AnswerCount, 'choiceId' | 'pair' | 'response'>): Told {
  const { choiceId, pair, response } = answer;
  if (choiceId !== null && 'choices' in question) {
    const choice = question.choices.find(({ id }) => id === choiceId);
    return { choiceId, text: choice?.text ?? '', isRight: choice?.isRight ?? false };
  }
  if (pair !== null && question.kind === 'MATCHING') {
    const premise = question.premises.find(({ id }) => id === pair.premiseId);
    const target = question.targets.find(({ id }) => id === pair.targetId);
    const isRight = premise?.targetId === pair.targetId;
    return { choiceId: null, text: `${premise?.text ?? ''} → ${target?.text ?? ''}`, isRight };
  }
  const isRight = response !== null && scoreAnswer(question, response) === question.pointsMax;
  return { choiceId: null, text: textOf(question, response), isRight };
}

function textOf(question: Question, response: AnswerCount['response']): string {
  if (response === null) return '';
  if ('isTrue' in response) return String(response.isTrue);
  if ('number' in response) return String(response.number);
  if ('text' in response) return response.text.trim();
  if (!('order' in response) || question.kind !== 'ORDERING') return '';
  return response.order.map((id) => question.items.find((item) => item.id === id)?.text ?? '').join(' → ');
}
