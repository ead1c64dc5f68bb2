import { describe, expect, it } from '@jest/globals';
import type { Paper, PaperQuestion } from './paper.ts';
import { questionCountOf } from './paper.ts';
import { isInAttempt, questionsOfAttempt } from './questions-of-attempt.ts';

const question = (
  id: string,
  place: Pick<PaperQuestion, 'sectionId' | 'drawId' | 'bankQuestionId'> = {},
): PaperQuestion => ({
  ...{ id, prompt: id, pointsMax: 1, kind: 'TRUE_FALSE', isTrue: true },
  ...place,
});
const plain: Paper = {
  id: '0198c0de-0000-7000-8000-000000000001',
  examId: 'e',
  shufflesQuestions: true,
  shufflesChoices: true,
  pointsMax: 8,
  sections: [],
  draws: [],
  questions: [...'abcdefgh'].map((id) => question(id)),
};
const sectioned: Paper = {
  ...plain,
  sections: [
    { id: 's1', title: 'One', instructions: '' },
    { id: 's2', title: 'Two', instructions: '' },
  ],
  draws: [
    { id: 'd2', sectionId: 's2', questionCount: 2 },
    { id: 'd0', sectionId: null, questionCount: 1 },
  ],
  questions: [
    ...[...'ab'].map((id) => question(id)),
    ...[...'cde'].map((id) => question(id, { sectionId: 's1' })),
    ...[...'fg'].map((id) => question(id, { sectionId: 's2' })),
    ...[...'pqrst'].map((id) => question(id, { sectionId: 's2', drawId: 'd2', bankQuestionId: id })),
    ...[...'xyz'].map((id) => question(id, { sectionId: null, drawId: 'd0', bankQuestionId: id })),
  ],
};
const order = (paper: Paper, seed: number) =>
  questionsOfAttempt(paper, seed)
    .map(({ id }) => id)
    .join('');

describe('the questions of an attempt', () => {
  it.each([
    // Papers from before there were sections and draws: running attempts and old results are read with them.
    ['a plain paper', plain, 0, 'cghdabfe'],
    ['a plain paper', plain, 7, 'gfadebch'],
    ['a paper with sections and draws', sectioned, 0, 'aybdecfrpg'],
    ['a paper with sections and draws', sectioned, 7, 'abxcedtfgp'],
    ['one that does not shuffle', { ...sectioned, shufflesQuestions: false }, 7, 'abxcdefgpt'],
  ])('of %s never change', (_name, paper, seed, expected) => {
    expect(order(paper, seed)).toBe(expected);
  });

  it('stay in their sections, those without one first, and are as many as the paper says', () => {
    expect(questionCountOf(sectioned)).toBe(10);
    for (let seed = 0; seed < 300; seed += 1) {
      expect(order(sectioned, seed)).toMatch(/^[abxyz]{3}[cde]{3}[fgpqrst]{4}$/);
      expect(new Set(questionsOfAttempt(sectioned, seed)).size).toBe(10);
    }
  });

  it('are shuffled inside a section: each of its questions stands in each of its places', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 300; seed += 1) {
      for (const [place, id] of [...order(sectioned, seed)].slice(3, 6).entries()) seen.add(`${id}${place}`);
    }
    expect(seen.size).toBe(9);
  });
});

describe('whether a question is in an attempt', () => {
  it('is so for exactly those it shows, whatever the seed', () => {
    for (const paper of [plain, sectioned]) {
      for (let seed = -50; seed < 50; seed += 1) {
        const shown = new Set(questionsOfAttempt(paper, seed).map(({ id }) => id));
        for (const round of ['first', 'remembered']) {
          for (const { id } of paper.questions)
            expect([round, id, isInAttempt(paper, seed, id)]).toEqual([round, id, shown.has(id)]);
        }
      }
    }
  });

  it('is not so for a question of no paper', () => {
    expect(isInAttempt(sectioned, 1, 'nobody')).toBe(false);
  });
});
