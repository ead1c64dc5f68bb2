import { describe, expect, it } from '@jest/globals';
import type { Question } from '../question/question.ts';
import type { Paper } from './paper.ts';
import { questionsOfAttempt } from './questions-of-attempt.ts';
import { shownQuestions } from './shown-questions.ts';

const questions: Question[] = [
  {
    id: 'q1',
    prompt: 'One?',
    pointsMax: 1,
    kind: 'SINGLE_CHOICE',
    choices: [
      { id: 'c1', text: 'left', isRight: true },
      { id: 'c2', text: 'right', isRight: false },
    ],
  },
  { id: 'q2', prompt: 'Two?', pointsMax: 1, kind: 'TRUE_FALSE', isTrue: true },
  { id: 'q3', prompt: 'Three?', pointsMax: 1, kind: 'NUMERIC', number: 4711, tolerance: 0.125, unit: 'm' },
  {
    ...{ id: 'q4', prompt: 'Four?', pointsMax: 1, kind: 'SHORT_TEXT', acceptedTexts: ['abracadabra'] },
    ...{ pattern: 'hocus.*', feedback: 'simsalabim' },
  },
];
const sides = {
  premises: [
    { id: 'p1', text: 'cat', targetId: 't2' },
    { id: 'p2', text: 'dog', targetId: 't1' },
  ],
  targets: ['t1', 't2', 't3', 't4'].map((id) => ({ id, text: `${id} says` })),
};
const items = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `i${index}`, text: `${index}` }));
const paper: Paper = {
  id: 'p',
  examId: 'e',
  sections: [],
  draws: [],
  shufflesQuestions: true,
  shufflesChoices: true,
  pointsMax: 4,
  questions,
};

describe('what a learner sees of a paper', () => {
  it('holds no key of any kind of question', () => {
    const text = JSON.stringify(shownQuestions(paper, 7));
    for (const secret of [
      'isRight',
      'isTrue',
      'number',
      'tolerance',
      'acceptedTexts',
      '4711',
      '0.125',
      'abracadabra',
      'pattern',
      'hocus',
      'feedback',
      'simsalabim',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('is the same every time for one seed, numbered from 1', () => {
    expect(shownQuestions(paper, 7)).toEqual(shownQuestions(paper, 7));
    expect(shownQuestions(paper, 7).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  });

  it('follows the order of the paper where it does not shuffle', () => {
    const plain = { ...paper, shufflesQuestions: false, shufflesChoices: false };
    expect(questionsOfAttempt(plain, 7)).toEqual(questions);
    expect(shownQuestions(plain, 7)[0]).toMatchObject({ choices: [{ id: 'c1' }, { id: 'c2' }] });
  });

  it('is shuffled otherwise for other seeds', () => {
    const orders = new Set(
      Array.from({ length: 50 }, (_, seed) =>
        questionsOfAttempt(paper, seed)
          .map(({ id }) => id)
          .join(),
      ),
    );
    expect(orders.size).toBeGreaterThan(10);
  });
});

const asking = (question: Question): Paper => ({ ...paper, questions: [question] });

describe('what is put in order', () => {
  it('shows two things in either order, as the one would give away the other', () => {
    const question = {
      id: 'o',
      prompt: '?',
      pointsMax: 1,
      kind: 'ORDERING',
      items: items(2),
      scoring: 'PARTIAL',
    } as const;
    const rightFirst = Array.from({ length: 2_000 }, (_, seed) => {
      const [shown] = shownQuestions(asking(question), seed);
      return shown?.kind === 'ORDERING' && shown.items[0]?.id === items(2)[0]?.id;
    }).filter(Boolean).length;
    expect(rightFirst).toBeGreaterThan(850);
    expect(rightFirst).toBeLessThan(1_150);
  });

  it.each([3, 20])('is never shown in the right order: %i things', (count) => {
    const one = asking({
      id: 'o',
      prompt: '?',
      pointsMax: 1,
      kind: 'ORDERING',
      items: items(count),
      scoring: 'PARTIAL',
    });
    for (let seed = -1_000; seed < 1_000; seed += 1) {
      const [shown] = shownQuestions(one, seed);
      const order = shown?.kind === 'ORDERING' ? shown.items : [];
      expect(order).not.toEqual(items(count));
      expect(order.toSorted((a, b) => Number(a.text) - Number(b.text))).toEqual(items(count));
    }
  });

  it('is shown in every other order about equally often', () => {
    const one = asking({ id: 'o', prompt: '?', pointsMax: 1, kind: 'ORDERING', items: items(3), scoring: 'PARTIAL' });
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 5_000; seed += 1) {
      const [shown] = shownQuestions(one, seed);
      const order = shown?.kind === 'ORDERING' ? shown.items.map(({ text }) => text).join('') : '';
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual(['021', '102', '120', '201', '210']);
    for (const count of counts.values()) expect(Math.abs(count / 5_000 - 0.2)).toBeLessThan(0.03);
  });
});

describe('who knows how their seed shuffles', () => {
  it('learns nothing of the right order: another one is shown the same', () => {
    const shownFor = (order: readonly { readonly id: string; readonly text: string }[], seed: number) =>
      shownQuestions(
        asking({ id: 'o', prompt: '?', pointsMax: 1, kind: 'ORDERING', items: order, scoring: 'PARTIAL' }),
        seed,
      );
    for (let seed = 0; seed < 200; seed += 1) {
      expect(shownFor(items(12).toReversed(), seed)).toEqual(shownFor(items(12), seed));
    }
  });

  it('learns nothing of what belongs together: right sides in another order are shown the same', () => {
    const matching = { id: 'm', prompt: '?', pointsMax: 1, kind: 'MATCHING', scoring: 'PARTIAL' } as const;
    for (let seed = 0; seed < 200; seed += 1) {
      const turned = { ...matching, ...sides, targets: sides.targets.toReversed() };
      expect(shownQuestions(asking(turned), seed)).toEqual(shownQuestions(asking({ ...matching, ...sides }), seed));
    }
  });
});

describe('what is to be matched', () => {
  const one = asking({ id: 'm', prompt: '?', pointsMax: 1, kind: 'MATCHING', ...sides, scoring: 'PARTIAL' });

  it('does not say what belongs together', () => {
    expect(JSON.stringify(shownQuestions(one, 3))).not.toContain('targetId');
    expect(shownQuestions(one, 3)[0]).toMatchObject({ premises: [{ id: 'p1' }, { id: 'p2' }] });
  });

  it('has its right sides in each order', () => {
    const orders = new Set(Array.from({ length: 500 }, (_, seed) => JSON.stringify(shownQuestions(one, seed))));
    expect(orders.size).toBe(24);
  });

  it('never changes for one seed', () => {
    const [shown] = shownQuestions(one, 11);
    expect(shown?.kind === 'MATCHING' ? shown.targets.map(({ id }) => id) : []).toEqual(['t4', 't2', 't3', 't1']);
  });
});
