import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scoreAnswer } from '../grading/score-answer.ts';
import { scoreAttempt } from '../grading/score-attempt.ts';
import { knownPaper } from '../paper/paper-cache.ts';
import type { Question } from '../question/question.ts';
import { applyCorrections, type KeyCorrection } from './key-correction.ts';
import { addChange, emptyPreview, summedUp } from './regrade-preview.ts';
import { regradedScore } from './regraded-score.ts';

const passMark = { percent: 50, points: null };
const result = (points: number, pointsMax = 10) => scoreAttempt(points, pointsMax, passMark);

describe('a preview', () => {
  it('counts who gains, loses, passes and fails, and shows the greatest changes first', () => {
    const count = emptyPreview();
    const add = (id: string, before: number, after: number) =>
      addChange(count, { id, before: result(before), after: result(after) }, true);
    add('same', 5, 5);
    add('passes', 4, 6);
    add('fails', 5, 2);
    add('gains', 7, 8);
    addChange(count, { id: 'untouched', before: result(1), after: result(1) }, false);
    expect(summedUp(count)).toMatchObject({
      ...{ affectedCount: 4, changedCount: 3, gainCount: 2, lossCount: 1, newlyPassedCount: 1, newlyFailedCount: 1 },
      ...{ meanScorePercentBefore: 44, meanScorePercentAfter: 44 },
      changes: [{ attemptId: 'fails' }, { attemptId: 'passes' }, { attemptId: 'gains' }],
    });
  });

  it('of nothing has no mean', () => {
    expect(summedUp(emptyPreview())).toMatchObject({ meanScorePercentBefore: null, meanScorePercentAfter: null });
  });

  it('holds no more than it shows, whatever the number of results', () => {
    const count = emptyPreview();
    for (let i = 0; i < 5_000; i += 1) {
      addChange(count, { id: String(i), before: result(0), after: result((i * 7) % 11) }, true);
      expect(count.changes.length).toBeLessThan(400);
    }
    const { changes, changedCount } = summedUp(count);
    expect(changes).toHaveLength(200);
    expect(changes.every(({ after }) => after.pointsAwarded === 10)).toBe(true);
    expect(changedCount).toBe(5_000 - Math.ceil(5_000 / 11));
  });
});

/** Ten truths of one point; each correction turns one around, voids it, or sets it back. */
const questions: Question[] = Array.from({ length: 6 }, (_, i) => ({
  ...{ id: `q${i}`, kind: 'TRUE_FALSE', prompt: 'Q?', pointsMax: i + 1, isTrue: true },
}));
const paper = {
  ...{ id: 'p', examId: 'e', shufflesQuestions: false, shufflesChoices: false, sections: [], draws: [] },
  questions,
  pointsMax: 21,
};
const corrections = fc.array(
  fc.record({ place: fc.integer({ min: 0, max: 5 }), to: fc.constantFrom('TRUE', 'FALSE', 'VOID') }),
  { maxLength: 6 },
);

function correctionOf({ place, to }: { place: number; to: string }, revision: number): KeyCorrection {
  const question = questions[place];
  if (!question || to === 'VOID') return { revision, questionId: `q${place}`, isVoided: true, question: null };
  return {
    revision,
    questionId: question.id,
    isVoided: false,
    question: { ...question, kind: 'TRUE_FALSE', isTrue: to === 'TRUE' },
  };
}

it('a result under other keys, from what changed alone, is the result from scratch', () => {
  fc.assert(
    fc.property(
      corrections,
      corrections,
      fc.array(fc.option(fc.boolean()), { minLength: 6, maxLength: 6 }),
      (was, will, given) => {
        const before = knownPaper(
          applyCorrections(
            paper,
            was.map((each, i) => correctionOf(each, i + 1)),
          ),
        );
        const all = [...was, ...will].map((each, i) => correctionOf(each, i + 1));
        const after = knownPaper(applyCorrections(paper, all));
        const scratch = (by: typeof after) => {
          const counted = by.questions.filter(({ id }) => !by.voidedIds.has(id));
          const points = counted.reduce((sum, question) => {
            const isTrue = given[questions.findIndex(({ id }) => id === question.id)];
            return sum + (isTrue === null || isTrue === undefined ? 0 : (scoreAnswer(question, { isTrue }) ?? 0));
          }, 0);
          return scoreAttempt(
            points,
            counted.reduce((sum, { pointsMax }) => sum + pointsMax, 0),
            passMark,
            21,
          );
        };
        const answers = before.questions.flatMap((question, i) => {
          const isTrue = given[i];
          const isTouched = after.rekeyedIds.has(question.id) || after.voidedIds.has(question.id);
          if (isTrue === null || isTrue === undefined || !isTouched) return [];
          return [{ questionId: question.id, response: { isTrue }, points: scoreAnswer(question, { isTrue }) }];
        });
        const regraded = regradedScore({
          ...{ before: scratch(before), voidedBefore: before.voidedIds, after, answers, passMark },
          pointsMax: scratch(after).pointsMax,
        });
        expect(regraded).toEqual(scratch(after));
      },
    ),
  );
});
