import type { Question } from '../question/question.ts';
import { shuffled } from './order.ts';

/**
 * Paper: the questions of an exam as they were when it was published, with their keys. It never changes; an attempt
 * names its paper and a seed, and with both everything the learner sees is decided.
 */
export type Paper = {
  readonly id: string;
  readonly examId: string;
  readonly shufflesQuestions: boolean;
  readonly shufflesChoices: boolean;
  readonly pointsMax: number;
  readonly questions: readonly Question[];
};

/** A question as it may be shown to a learner: no key. `position` counts from 1. */
export type ShownQuestion = {
  readonly id: string;
  readonly position: number;
  readonly prompt: string;
  readonly pointsMax: number;
} & (
  | {
      readonly kind: 'SINGLE_CHOICE' | 'MULTIPLE_CHOICE';
      readonly choices: readonly { readonly id: string; readonly text: string }[];
    }
  | { readonly kind: 'TRUE_FALSE' }
  | { readonly kind: 'NUMERIC'; readonly unit: string | null }
  | { readonly kind: 'SHORT_TEXT' }
);

/** The questions of a paper in the order of one attempt, keys and all. */
export function orderedQuestions(paper: Paper, seed: number): readonly Question[] {
  return paper.shufflesQuestions ? shuffled(paper.questions, seed, paper.id) : paper.questions;
}

/** What the learner of one attempt sees. */
export function shownQuestions(paper: Paper, seed: number): ShownQuestion[] {
  return orderedQuestions(paper, seed).map((question, index) => shown(question, index + 1, paper, seed));
}

/** Member by member, so that nothing new in a question can slip through. */
function shown(question: Question, position: number, paper: Paper, seed: number): ShownQuestion {
  const { id, prompt, pointsMax } = question;
  const common = { id, position, prompt, pointsMax };
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE': {
      const choices = paper.shufflesChoices ? shuffled(question.choices, seed, id) : question.choices;
      return {
        ...common,
        kind: question.kind,
        choices: choices.map((choice) => ({ id: choice.id, text: choice.text })),
      };
    }
    case 'NUMERIC':
      return { ...common, kind: question.kind, unit: question.unit };
    case 'TRUE_FALSE':
    case 'SHORT_TEXT':
      return { ...common, kind: question.kind };
    default:
      return question satisfies never;
  }
}
