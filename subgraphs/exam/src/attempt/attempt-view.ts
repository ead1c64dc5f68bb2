import type { Response } from '../grading/response.ts';
import type { Answer } from '../graphql/types.generated.ts';
import type { Paper, PaperIllustration } from '../paper/paper.ts';
import { type ShownQuestion, shownQuestions } from '../paper/shown-questions.ts';
import { type Item, questionLimits } from '../question/question.ts';
import type { AnswerRow } from './answer.entity.ts';
import type { AttemptRow } from './attempt.entity.ts';

type CommonView = {
  readonly id: string;
  readonly position: number;
  readonly prompt: string;
  readonly pointsMax: number;
  readonly sectionId: string | null;
  readonly illustration: PaperIllustration | null;
};

/** What a learner sees of a question; `__typename` says which kind. */
export type PaperQuestionView = CommonView &
  (
    | {
        readonly __typename: 'ChoiceQuestion';
        readonly allowsSeveral: boolean;
        readonly choices: readonly (Item & { readonly illustration: PaperIllustration | null })[];
      }
    | { readonly __typename: 'TrueFalseQuestion' }
    | { readonly __typename: 'NumericQuestion'; readonly unit: string | null }
    | { readonly __typename: 'ShortTextQuestion'; readonly lengthMax: number }
    | { readonly __typename: 'MatchingQuestion'; readonly premises: readonly Item[]; readonly targets: readonly Item[] }
    | { readonly __typename: 'OrderingQuestion'; readonly items: readonly Item[] }
    | { readonly __typename: 'EssayQuestion'; readonly lengthMax: number; readonly wordsMax: number | null }
  );

/** The questions of an attempt in its order, without keys. */
export function questionViews(paper: Paper, { seed }: Pick<AttemptRow, 'seed'>): PaperQuestionView[] {
  return shownQuestions(paper, seed).map(questionView);
}

function questionView(question: ShownQuestion): PaperQuestionView {
  const { id, position, prompt, pointsMax, sectionId, illustration } = question;
  const common = { id, position, prompt, pointsMax, sectionId, illustration };
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE': {
      const allowsSeveral = question.kind === 'MULTIPLE_CHOICE';
      return { __typename: 'ChoiceQuestion', ...common, allowsSeveral, choices: question.choices };
    }
    case 'TRUE_FALSE':
      return { __typename: 'TrueFalseQuestion', ...common };
    case 'NUMERIC':
      return { __typename: 'NumericQuestion', ...common, unit: question.unit };
    case 'SHORT_TEXT':
      return { __typename: 'ShortTextQuestion', ...common, lengthMax: questionLimits.textLengthMax };
    case 'MATCHING':
      return { __typename: 'MatchingQuestion', ...common, premises: question.premises, targets: question.targets };
    case 'ORDERING':
      return { __typename: 'OrderingQuestion', ...common, items: question.items };
    case 'ESSAY': {
      const lengthMax = questionLimits.essayLengthMax;
      return { __typename: 'EssayQuestion', ...common, lengthMax, wordsMax: question.wordsMax };
    }
    default:
      return question satisfies never;
  }
}

/** What a learner has answered; the points of it are not part of this. */
export function answerView({ questionId, response, isFlagged, sequence, savedAt }: AnswerRow): Answer {
  return { questionId, ...responseView(response), isFlagged, sequence, savedAt };
}

function responseView(response: Response | null) {
  const empty = { choiceIds: [], isTrue: null, number: null, text: null, matches: [], order: [] };
  return response === null ? empty : { ...empty, ...response };
}

/** How many questions have an answer; a flag is none. */
export function answeredCount(answers: readonly AnswerRow[]): number {
  return answers.filter(({ response }) => response !== null).length;
}
