import { describe, expect, it } from '@jest/globals';
import type { Paper } from '../paper/paper.ts';
import type { Question } from '../question/question.ts';
import { applyCorrections, type KeyCorrection } from './key-correction.ts';

const truth = (id: string, isTrue: boolean): Question => ({ id, kind: 'TRUE_FALSE', prompt: id, pointsMax: 2, isTrue });
const paper: Paper = {
  id: 'p',
  examId: 'e',
  shufflesQuestions: false,
  shufflesChoices: false,
  pointsMax: 4,
  sections: [],
  draws: [],
  questions: [{ ...truth('a', true), sectionId: 's' }, truth('b', true)],
};
const key = (revision: number, questionId: string, isTrue: boolean): KeyCorrection => ({
  revision,
  questionId,
  isVoided: false,
  question: { ...truth(questionId, isTrue), prompt: 'of then', pointsMax: 99 },
});
const voided = (revision: number, questionId: string): KeyCorrection => ({
  ...{ revision, questionId, isVoided: true, question: null },
});

describe('a paper under corrections', () => {
  it('is the paper without any', () => {
    const { keyRevision, voidedIds, rekeyedIds, ...same } = applyCorrections(paper, []);
    expect(same).toEqual(paper);
    expect({ keyRevision, voided: [...voidedIds], rekeyed: [...rekeyedIds] }).toEqual({
      ...{ keyRevision: 0, voided: [], rekeyed: [] },
    });
  });

  it('has the key of the latest, in whatever order they come, and keeps its place and its points', () => {
    const corrections = [key(1, 'a', false), key(3, 'a', false), key(2, 'a', true)];
    const { questions, keyRevision, rekeyedIds } = applyCorrections(paper, corrections);
    expect(questions[0]).toMatchObject({ id: 'a', isTrue: false, pointsMax: 2, sectionId: 's' });
    expect(questions[1]).toEqual(paper.questions[1]);
    expect(keyRevision).toBe(3);
    expect([...rekeyedIds]).toEqual(['a']);
  });

  it.each<[string, KeyCorrection[], string[], boolean]>([
    ['a question is voided', [voided(1, 'a')], ['a'], true],
    ['it was corrected before', [key(1, 'a', false), voided(2, 'a')], ['a'], true],
    ['it counts again, by another key', [voided(1, 'a'), key(2, 'a', false)], [], false],
  ])('where %s', (_name, corrections, voidedIds, isTrue) => {
    const corrected = applyCorrections(paper, corrections);
    expect([...corrected.voidedIds]).toEqual(voidedIds);
    expect(corrected.questions[0]).toMatchObject({ isTrue });
    expect(corrected.questions.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(corrected.pointsMax).toBe(4);
  });
});
