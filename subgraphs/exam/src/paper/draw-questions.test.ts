import { describe, expect, it } from '@jest/globals';
import { drawQuestions, tooSmallDraws } from './draw-questions.ts';
import type { PaperQuestion } from './paper.ts';

/** A question of a pool, from the question of the bank that its name says. */
const pooled = (drawId: string, name: string): PaperQuestion => ({
  ...{ id: `${drawId}-${name}`, prompt: name, pointsMax: 1, kind: 'TRUE_FALSE', isTrue: true },
  ...{ drawId, bankQuestionId: name },
});
const fixed = (name: string, bankQuestionId: string | null = null): PaperQuestion => ({
  ...{ id: name, prompt: name, pointsMax: 1, kind: 'TRUE_FALSE', isTrue: true, bankQuestionId },
});
const draw = (id: string, questionCount: number) => ({ id, sectionId: null, questionCount });
const names = [...'abcdefghij'];
const one = { sections: [], draws: [draw('d', 3)], questions: names.map((name) => pooled('d', name)) };

const prompts = (drawn: Map<string, PaperQuestion[]>, id: string) => drawn.get(id)?.map(({ prompt }) => prompt) ?? [];

describe('what an attempt draws', () => {
  it.each([
    [0, 'ehg'],
    [1, 'fdb'],
    [-2_147_483_648, 'hjd'],
    [2_147_483_647, 'hid'],
  ])('by seed %i never changes', (seed, drawn) => {
    expect(prompts(drawQuestions(one, seed), 'd').join('')).toBe(drawn);
  });

  it('is as many questions as the draw says, each of the pool and none twice', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const drawn = prompts(drawQuestions(one, seed), 'd');
      expect(new Set(drawn).size).toBe(3);
      expect(names).toEqual(expect.arrayContaining(drawn));
    }
  });

  it('is every question equally often, and every pair', () => {
    const rounds = 24_000;
    const singles = new Map<string, number>();
    const pairs = new Map<string, number>();
    for (let seed = 0; seed < rounds; seed += 1) {
      const drawn = prompts(drawQuestions(one, seed), 'd').toSorted();
      for (const name of drawn) count(singles, name);
      for (const [index, name] of drawn.entries())
        for (const other of drawn.slice(index + 1)) count(pairs, name + other);
    }
    // 99.9 % of fair draws stay below these: chi-square with 9 and with 44 degrees of freedom.
    expect(chiSquare(singles, 10, (rounds * 3) / 10)).toBeLessThan(27.88);
    expect(chiSquare(pairs, 45, (rounds * 3) / 45)).toBeLessThan(78.75);
  });

  it('has no question twice where pools overlap, and fills every draw', () => {
    const draws = [draw('wide', 6), draw('narrow', 3)];
    const questions = [
      ...names.map((name) => pooled('wide', name)),
      ...[...'abcd'].map((name) => pooled('narrow', name)),
    ];
    expect(tooSmallDraws([pool('wide', 6, names), pool('narrow', 3, [...'abcd'])])).toEqual([]);
    for (let seed = 0; seed < 500; seed += 1) {
      const drawn = drawQuestions({ sections: [], draws, questions }, seed);
      const all = [...prompts(drawn, 'wide'), ...prompts(drawn, 'narrow')];
      expect(all).toHaveLength(9);
      expect(new Set(all).size).toBe(9);
    }
  });

  it('is fair between two draws from the same pool', () => {
    const questions = ['first', 'second'].flatMap((id) => names.map((name) => pooled(id, name)));
    const counts = new Map<string, number>();
    const rounds = 12_000;
    for (let seed = 0; seed < rounds; seed += 1) {
      const drawn = drawQuestions({ sections: [], draws: [draw('first', 2), draw('second', 2)], questions }, seed);
      for (const name of prompts(drawn, 'second')) count(counts, name);
    }
    expect(chiSquare(counts, 10, (rounds * 2) / 10)).toBeLessThan(27.88);
  });

  it('is never what stands in the exam already', () => {
    const questions = [fixed('q', 'a'), ...[...'abc'].map((name) => pooled('d', name))];
    for (let seed = 0; seed < 100; seed += 1) {
      expect(prompts(drawQuestions({ sections: [], draws: [draw('d', 2)], questions }, seed), 'd').toSorted()).toEqual([
        'b',
        'c',
      ]);
    }
  });
});

const pool = (id: string, questionCount: number, bankQuestionIds: readonly string[]) => ({
  ...{ id, questionCount, bankQuestionIds },
});

describe('draws that may find too few questions', () => {
  it.each([
    ['none of a pool that is just enough', [pool('d', 3, [...'abc'])], []],
    ['one from a pool that is too small', [pool('d', 3, [...'ab'])], [{ id: 'd', leftCount: 2 }]],
    ['one from an empty pool', [pool('d', 1, [])], [{ id: 'd', leftCount: 0 }]],
    ['two that share enough', [pool('d', 2, [...'abcd']), pool('e', 2, [...'abcd'])], []],
    ['two that share too little', [pool('d', 2, [...'abc']), pool('e', 2, [...'abc'])], [{ id: 'e', leftCount: 1 }]],
    ['a wide one before a narrow one', [pool('w', 7, names), pool('n', 3, [...'abcd'])], []],
    [
      'a narrow one that takes from a wide one',
      [pool('w', 8, names), pool('n', 3, [...'abcd'])],
      [{ id: 'w', leftCount: 7 }],
    ],
    ['two that share nothing', [pool('d', 2, [...'ab']), pool('e', 2, [...'cd'])], []],
  ])('%s', (_name, pools, expected) => {
    expect(tooSmallDraws(pools)).toEqual(expected);
  });
});

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function chiSquare(counts: ReadonlyMap<string, number>, kinds: number, expected: number): number {
  expect(counts.size).toBe(kinds);
  return [...counts.values()].reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
}
