import type { IllustrationRef, Question } from '../question/question.ts';

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

export type PaperQuestion = Question & {
  readonly sectionId?: string | null;
  /** The pool it belongs to; absent for fixed questions. */
  readonly drawId?: string | null;
  /** Where it came from: no attempt has the same question of the bank twice. */
  readonly bankQuestionId?: string | null;
  readonly bankVersion?: number | null;
};

/** A picture as papers hold it: with its size, so that showing it asks no table. */
export type PaperIllustration = IllustrationRef & { readonly width?: number; readonly height?: number };

/** How many questions one attempt has. */
export function questionCountOf({ questions, draws }: Pick<Paper, 'questions' | 'draws'>): number {
  const fixed = questions.filter(({ drawId }) => !drawId).length;
  return draws.reduce((sum, { questionCount }) => sum + questionCount, fixed);
}
