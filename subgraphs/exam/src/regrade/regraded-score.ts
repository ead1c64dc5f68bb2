import type { PassMark } from '../grading/pass-mark.ts';
import type { Response } from '../grading/response.ts';
import { scoreAnswer } from '../grading/score-answer.ts';
import { type Score, scoreAttempt } from '../grading/score-attempt.ts';
import type { KnownPaper } from '../paper/paper-cache.ts';

export type OldResult = Score;

export type RegradeFacts = {
  readonly before: OldResult;
  /** Questions that did not count in the result there is. */
  readonly voidedBefore: ReadonlySet<string>;
  readonly after: Pick<KnownPaper, 'questionById' | 'voidedIds' | 'pointsMax'>;
  /** To questions that were corrected or voided, now or before, with the points they have. */
  readonly answers: readonly {
    readonly questionId: string;
    readonly response: Response;
    readonly points: number | null;
  }[];
  /** What the attempt can reach under the new keys. */
  readonly pointsMax: number;
  readonly passMark: PassMark;
};

/** A result under other keys: what there is, less what touched answers gave, and what they give now. */
export function regradedScore({ before, voidedBefore, after, answers, pointsMax, passMark }: RegradeFacts): Score {
  const gain = answers.reduce((sum, { questionId, response, points }) => {
    const question = after.questionById.get(questionId);
    const had = voidedBefore.has(questionId) ? 0 : (points ?? 0);
    if (!question || after.voidedIds.has(questionId)) return sum - had;
    return sum - had + (scoreAnswer(question, response) ?? points ?? 0);
  }, 0);
  return scoreAttempt(before.pointsAwarded + gain, pointsMax, passMark, after.pointsMax);
}
