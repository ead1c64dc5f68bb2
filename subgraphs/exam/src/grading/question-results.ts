import type { AnswerRow } from '../attempt/answer.entity.ts';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import type { PaperQuestion } from '../paper/paper.ts';
import type { KnownPaper } from '../paper/paper-cache.ts';
import { questionsOfAttempt } from '../paper/questions-of-attempt.ts';
import type { ResultParts } from './result-policy.ts';
import { type RightAnswer, rightAnswerOf } from './right-answer.ts';
import { type Verdict, verdictOf } from './score-answer.ts';

/** How one question was marked, as far as the viewer may see it. */
export type QuestionResult = {
  readonly questionId: string;
  readonly verdict: Verdict;
  readonly pointsAwarded: number;
  readonly pointsMax: number;
  readonly rightAnswer: RightAnswer | null;
  readonly feedback: string | null;
  readonly markerFeedback: readonly string[];
};

export type QuestionResultFacts = {
  /** With the keys the attempt was graded under. */
  readonly paper: KnownPaper;
  readonly attempt: Pick<AttemptRow, 'seed'>;
  readonly answers: readonly Pick<AnswerRow, 'questionId' | 'pointsAwarded'>[];
  readonly parts: ResultParts;
  /** By question. */
  readonly markerFeedback: ReadonlyMap<string, readonly string[]>;
};

/** How each question of a graded attempt was marked, in the attempt's order. */
export function questionResults({
  paper,
  attempt,
  answers,
  parts,
  markerFeedback,
}: QuestionResultFacts): QuestionResult[] {
  if (!parts.verdicts) return [];
  const pointsOf = new Map(answers.map(({ questionId, pointsAwarded }) => [questionId, pointsAwarded]));
  return questionsOfAttempt(paper, attempt.seed).map((question) => {
    const { id, feedback } = question;
    return {
      questionId: id,
      ...marked(question, pointsOf.get(id) ?? null, paper.voidedIds.has(id)),
      rightAnswer: parts.rightAnswers && !paper.voidedIds.has(id) ? rightAnswerOf(question) : null,
      feedback: parts.feedback ? (feedback ?? null) : null,
      markerFeedback: parts.markerFeedback ? (markerFeedback.get(id) ?? []) : [],
    };
  });
}

/** A voided question has no points, and there were none to reach. */
function marked({ pointsMax }: PaperQuestion, points: number | null, isVoided: boolean) {
  if (isVoided) return { verdict: 'VOIDED', pointsAwarded: 0, pointsMax: 0 } as const;
  return { verdict: verdictOf(points, pointsMax), pointsAwarded: points ?? 0, pointsMax };
}

/** What markers wrote, as `questionResults` takes it. */
export function feedbackByQuestion(
  written: readonly { readonly questionId: string; readonly feedback: string }[],
): ReadonlyMap<string, readonly string[]> {
  const byQuestion = Map.groupBy(written, ({ questionId }) => questionId);
  return new Map([...byQuestion].map(([id, all]) => [id, all.map(({ feedback }) => feedback)]));
}
