import { describe, expect, it } from '@jest/globals';
import type { AuthoredQuestionPartsFragment, DrawPartsFragment } from '@lectern/sdk';
import { valuesOf } from '../questions/question-values.ts';
import { groupPaper } from './group-paper.ts';

const { kind, prompt } = valuesOf(null);
const question = (
  id: string,
  position: number,
  sectionId: string | null,
  pointsMax = 1,
): AuthoredQuestionPartsFragment => ({
  id,
  position,
  sectionId,
  kind,
  prompt,
  pointsMax,
  choices: [],
  isTrue: null,
  number: null,
  tolerance: null,
  toleranceKind: null,
  unit: null,
  acceptedTexts: [],
  foldsCase: null,
  foldsSpace: null,
  pattern: null,
  scoring: null,
  premises: [],
  targets: [],
  items: [],
  wordsMax: null,
  guidance: null,
  feedback: null,
  illustration: null,
  bankQuestionId: null,
  bankVersion: null,
  newerBankVersion: null,
});
const draw = (id: string, sectionId: string | null, questionCount: number, pointsEach = 1): DrawPartsFragment => ({
  id,
  sectionId,
  position: 1,
  tags: ['a'],
  difficultyMin: null,
  difficultyMax: null,
  questionCount,
  pointsEach,
  matchingCount: 9,
});
const section = (id: string, position: number) => ({ id, position, title: id, instructions: '' });

describe('a paper as learners meet it', () => {
  const paper = {
    sections: [section('s2', 2), section('s1', 1)],
    questions: [question('d', 4, 's1', 2), question('a', 1, 's1'), question('c', 3, null), question('b', 2, 's2')],
    draws: [draw('x', 's1', 3, 2)],
  };
  const groups = groupPaper(paper);

  it('has what stands in no section first, then the sections in order', () => {
    expect(groups.map(({ section: found }) => found?.id ?? null)).toEqual([null, 's1', 's2']);
  });

  it('counts questions on over sections and draws', () => {
    const numbers = groups.map(({ questions }) => questions.map(({ number }) => number));
    expect(numbers).toEqual([[1], [2, 3], [7]]);
    expect(groups[1]?.draws).toEqual([{ draw: paper.draws[0], from: 4, to: 6 }]);
  });

  it('sums points with those of draws', () => {
    expect(groups.map(({ points }) => points)).toEqual([1, 9, 1]);
    expect(groups.map(({ questionCount }) => questionCount)).toEqual([1, 5, 1]);
  });

  it('moves inside a section by the places of its own questions', () => {
    expect(groups[1]?.questions.map(({ positionAbove, positionBelow }) => [positionAbove, positionBelow])).toEqual([
      [null, 4],
      [1, null],
    ]);
  });

  it('has no group without a section where all have one', () => {
    expect(groupPaper({ ...paper, questions: [question('a', 1, 's1')] })[0]?.section?.id).toBe('s1');
  });

  it('is one empty group in an empty exam', () => {
    expect(groupPaper({ sections: [], questions: [], draws: [] })).toHaveLength(1);
  });
});
