import type { Paper, PaperQuestion } from '../paper/paper.ts';
import type { Question } from '../question/question.ts';

/**
 * Key correction: what was found wrong with the key of a published question afterwards. Corrections are only added; the
 * latest one of a question counts. The paper that learners saw stays as it was.
 */
export type KeyCorrection = {
  /** Which regrade it came with, from 1. */
  readonly revision: number;
  readonly questionId: string;
} & (
  | { readonly isVoided: true; readonly question: null }
  | {
      readonly isVoided: false;
      /** The whole question with the key as it should be. */
      readonly question: Question;
    }
);

/** A paper with its keys as they should be. */
export type CorrectedPaper = Paper & {
  /** The latest regrade that is in it; 0: the paper as published. */
  readonly keyRevision: number;
  /** Questions that do not count any more. */
  readonly voidedIds: ReadonlySet<string>;
  /** Questions whose answers may have been given points by another key. */
  readonly rekeyedIds: ReadonlySet<string>;
};

/** The paper under corrections, given in any order. What the learner sees of it does not change. */
export function applyCorrections(paper: Paper, corrections: readonly KeyCorrection[]): CorrectedPaper {
  const latest = new Map<string, KeyCorrection>();
  for (const correction of corrections.toSorted((one, other) => one.revision - other.revision)) {
    latest.set(correction.questionId, correction);
  }
  const voided = [...latest.values()].filter(({ isVoided }) => isVoided);
  return {
    ...paper,
    questions: paper.questions.map((question) => corrected(question, latest.get(question.id))),
    keyRevision: Math.max(0, ...corrections.map(({ revision }) => revision)),
    voidedIds: new Set(voided.map(({ questionId }) => questionId)),
    // One that counts again was perhaps given points by a key from before.
    rekeyedIds: new Set([...latest.values()].filter(({ isVoided }) => !isVoided).map(({ questionId }) => questionId)),
  };
}

/** Only the key is taken over: where a question stands, and what it is worth, was fixed with the paper. */
function corrected(question: PaperQuestion, correction: KeyCorrection | undefined): PaperQuestion {
  if (!correction || correction.isVoided) return question;
  return { ...question, ...correction.question, pointsMax: question.pointsMax };
}
