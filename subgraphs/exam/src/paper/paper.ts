import type { IllustrationRef, Item, Question } from '../question/question.ts';
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
  /** Of one attempt; the same for all. */
  readonly pointsMax: number;
  /** In order; empty in an exam without sections. */
  readonly sections: readonly PaperSection[];
  readonly draws: readonly PaperDraw[];
  /** All that an attempt can hold: fixed questions in order, and the pools of the draws. */
  readonly questions: readonly PaperQuestion[];
};

export type PaperSection = { readonly id: string; readonly title: string; readonly instructions: string };

/** So many questions of a pool, chosen by the attempt's seed. They follow the fixed questions of their section. */
export type PaperDraw = { readonly id: string; readonly sectionId: string | null; readonly questionCount: number };

/** `drawId`: the pool it belongs to; absent for fixed questions. */
export type PaperQuestion = Question & { readonly sectionId?: string | null; readonly drawId?: string | null };

/** A question as it may be shown to a learner: no key. `position` counts from 1. */
export type ShownQuestion = {
  readonly id: string;
  readonly position: number;
  readonly prompt: string;
  readonly pointsMax: number;
  readonly sectionId: string | null;
  readonly illustration: IllustrationRef | null;
} & (
  | {
      readonly kind: 'SINGLE_CHOICE' | 'MULTIPLE_CHOICE';
      readonly choices: readonly (Item & { readonly illustration: IllustrationRef | null })[];
    }
  | { readonly kind: 'TRUE_FALSE' }
  | { readonly kind: 'NUMERIC'; readonly unit: string | null }
  | { readonly kind: 'SHORT_TEXT' }
  | { readonly kind: 'MATCHING'; readonly premises: readonly Item[]; readonly targets: readonly Item[] }
  | { readonly kind: 'ORDERING'; readonly items: readonly Item[] }
  | { readonly kind: 'ESSAY'; readonly wordsMax: number | null }
);

/** The questions of a paper in the order of one attempt, keys and all. */
export function orderedQuestions(paper: Paper, seed: number): readonly PaperQuestion[] {
  return paper.shufflesQuestions ? shuffled(paper.questions, seed, paper.id) : paper.questions;
}

/** What the learner of one attempt sees. */
export function shownQuestions(paper: Paper, seed: number): ShownQuestion[] {
  return orderedQuestions(paper, seed).map((question, index) => shown(question, index + 1, paper, seed));
}

/** Member by member, so that nothing new in a question can slip through. */
function shown(question: PaperQuestion, position: number, paper: Paper, seed: number): ShownQuestion {
  const { id, prompt, pointsMax, sectionId = null, promptIllustration: illustration = null } = question;
  const common = { id, position, prompt, pointsMax, sectionId, illustration };
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE': {
      const choices = paper.shufflesChoices ? shuffled(question.choices, seed, id) : question.choices;
      return {
        ...common,
        kind: question.kind,
        choices: choices.map((choice) => ({
          id: choice.id,
          text: choice.text,
          illustration: choice.illustration ?? null,
        })),
      };
    }
    case 'NUMERIC':
      return { ...common, kind: question.kind, unit: question.unit };
    case 'MATCHING': {
      const items = (given: readonly Item[]) => given.map((item) => ({ id: item.id, text: item.text }));
      const targets = shuffled(items(question.targets), seed, id);
      return { ...common, kind: question.kind, premises: items(question.premises), targets };
    }
    case 'ORDERING': {
      const items = shuffled(question.items, seed, id).map((item) => ({ id: item.id, text: item.text }));
      return { ...common, kind: question.kind, items };
    }
    case 'ESSAY':
      return { ...common, kind: question.kind, wordsMax: question.wordsMax };
    case 'TRUE_FALSE':
    case 'SHORT_TEXT':
      return { ...common, kind: question.kind };
    default:
      return question satisfies never;
  }
}
