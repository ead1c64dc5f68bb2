import type { PaperQuestionPartsFragment, StartAttemptMutation } from '@lectern/sdk';

export type PaperWanted = { readonly examId: string; readonly questionCount: number };

/** Why this is not the running attempt with the paper that a learner has to get; null when it is. */
export function findPaperFault({ startAttempt }: StartAttemptMutation, wanted: PaperWanted): string | null {
  const { attempt } = startAttempt;
  if (!attempt.id) return 'NO_ATTEMPT';
  if (attempt.exam?.id !== wanted.examId) return 'ATTEMPT_OF_ANOTHER_EXAM';
  if (attempt.status !== 'IN_PROGRESS') return `ATTEMPT_IS_${attempt.status}`;
  if (!(attempt.remainingSeconds && attempt.remainingSeconds > 0)) return 'NO_TIME';
  const questions = attempt.questions ?? [];
  if (questions.length === 0) return 'NO_PAPER';
  if (questions.length !== wanted.questionCount) return `PAPER_OF_${questions.length}_QUESTIONS`;
  if (!areDistinct(questions)) return 'QUESTION_TWICE';
  for (const question of questions) {
    const fault = findQuestionFault(question);
    if (fault) return fault;
  }
  return null;
}

function findQuestionFault(question: PaperQuestionPartsFragment): string | null {
  if (!hasWords(question.prompt) && !question.illustration) return 'QUESTION_WITHOUT_PROMPT';
  switch (question.__typename) {
    case 'ChoiceQuestion':
      return areComplete(question.choices, 2) ? null : 'QUESTION_WITHOUT_CHOICES';
    case 'MatchingQuestion':
      return areComplete(question.premises, 1) && areComplete(question.targets, 1) ? null : 'QUESTION_WITHOUT_CHOICES';
    case 'OrderingQuestion':
      return areComplete(question.items, 2) ? null : 'QUESTION_WITHOUT_CHOICES';
    case 'TrueFalseQuestion':
    case 'NumericQuestion':
    case 'ShortTextQuestion':
    case 'EssayQuestion':
      return null;
    default:
      return 'QUESTION_OF_NO_KIND';
  }
}

type Part = { readonly id: string; readonly text: string; readonly illustration?: object | null };

function areComplete(parts: readonly Part[] | undefined, least: number): boolean {
  if (!parts || parts.length < least || !areDistinct(parts)) return false;
  return parts.every(({ text, illustration }) => hasWords(text) || Boolean(illustration));
}

/** Each with an id, and no id twice. */
function areDistinct(parts: readonly { readonly id: string }[]): boolean {
  return parts.every(({ id }) => hasWords(id)) && new Set(parts.map(({ id }) => id)).size === parts.length;
}

const hasWords = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';
