import { describe, expect, it } from '@jest/globals';
import type { MarkingRules } from '../exam/exam.ts';
import type { Question } from '../question/question.ts';
import type { MarkRow, ScriptRow } from './script.queries.ts';
import { scriptView } from './script-view.ts';

const question: Question = {
  ...{ id: 'q', kind: 'ESSAY', prompt: 'Why?', pointsMax: 10, wordsMax: null, guidance: 'Because.' },
};
const script: ScriptRow = {
  id: 's',
  examId: 'e',
  attemptId: 'attempt-secret',
  questionId: 'q',
  status: 'WAITING',
  points: null,
  claimedBy: 'somebody-secret',
  learnerId: 'learner-secret',
  paperId: 'paper-secret',
  attemptStatus: 'SUBMITTED',
  text: 'So.',
  firstScriptId: '0a1b2c3d-0000-4000-8000-000000000000',
};
const mark = (markerId: string, points: number, isDeciding = false): MarkRow => ({
  ...{ scriptId: 's', markerId, points, feedback: null, isDeciding, markedAt: new Date(0) },
});
const marking = (isAnonymous: boolean): { marking: MarkingRules } => ({
  marking: { isAnonymous, markersPerEssay: 2, toleratedDifferencePercent: 10, onDisagreement: 'THIRD_MARKER' },
});
const two = [mark('ann', 2), mark('bob', 9)];

describe('what a marker sees of a script', () => {
  it('is the text and what is expected, and where marking is anonymous nothing that leads to the learner', () => {
    const view = scriptView({ script, marks: [], exam: marking(true), question, viewerId: 'ann' });
    expect(view).toMatchObject({ text: 'So.', guidance: 'Because.', pointsMax: 10, candidate: '0A1B-2C3D' });
    expect(JSON.stringify(view)).not.toContain('secret');
  });

  it('names the learner where marking is not anonymous', () => {
    const view = scriptView({ script, marks: [], exam: marking(false), question, viewerId: 'ann' });
    expect(view.learnerId).toBe('learner-secret');
  });

  it.each<[string, Partial<ScriptRow>, MarkRow[], string, boolean, (readonly [string | null, number])[]]>([
    ['nothing of another’s mark before one’s own', {}, [mark('ann', 2)], 'bob', true, []],
    ['one’s own mark, and not the other’s', {}, two, 'bob', true, [['bob', 9]]],
    ['one’s own, also in dispute', { status: 'DISAGREED' }, two, 'ann', true, [['ann', 2]]],
    [
      'both, without names, by the third',
      { status: 'DISAGREED' },
      two,
      'cyd',
      true,
      [
        [null, 2],
        [null, 9],
      ],
    ],
    [
      'both, with names',
      { status: 'DISAGREED' },
      two,
      'cyd',
      false,
      [
        ['ann', 2],
        ['bob', 9],
      ],
    ],
    [
      'all, by who decided',
      { status: 'SETTLED' },
      [...two, mark('cyd', 5, true)],
      'cyd',
      true,
      [
        [null, 2],
        [null, 9],
        ['cyd', 5],
      ],
    ],
    [
      'one’s own, when another decided',
      { status: 'SETTLED' },
      [...two, mark('cyd', 5, true)],
      'ann',
      true,
      [['ann', 2]],
    ],
    ['nothing of a settled one, by others', { status: 'SETTLED' }, two, 'dan', true, []],
  ])('marks: %s', (_name, change, marks, viewerId, isAnonymous, seen) => {
    const view = scriptView({
      script: { ...script, ...change },
      marks,
      exam: marking(isAnonymous),
      question,
      viewerId,
    });
    expect(view.marks.map(({ markerId, points }) => [markerId, points])).toEqual(seen);
  });
});
