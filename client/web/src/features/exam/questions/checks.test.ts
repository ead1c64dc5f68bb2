import { describe, expect, it } from '@jest/globals';
import { checksOf } from './checks.ts';

const obstacle = (code: string, parts: { questionId?: string; drawId?: string } = {}) => ({
  code,
  message: code,
  questionId: null,
  drawId: null,
  ...parts,
});

describe('the list before publishing', () => {
  it('names what is looked at also when nothing is wrong', () => {
    expect(checksOf({ publishObstacles: [], draws: [] }).map(({ name }) => name)).toEqual([
      'questions',
      'keys',
      'points',
      'window',
    ]);
  });

  it.each([
    ['questions', obstacle('NO_QUESTIONS')],
    ['keys', obstacle('QUESTION_NOT_READY', { questionId: 'q' })],
    ['questions', obstacle('SECTION_EMPTY')],
    ['draws', obstacle('DRAW_TOO_FEW_QUESTIONS', { drawId: 'd' })],
    ['points', obstacle('PASS_MARK_OUT_OF_REACH')],
    ['window', obstacle('NO_WINDOW')],
    ['window', obstacle('WINDOW_OVER')],
    ['others', obstacle('SOMETHING_NEW')],
  ])('has under %s what belongs there', (name, found) => {
    const check = checksOf({ publishObstacles: [found], draws: [] }).find(({ obstacles }) => obstacles.length > 0);
    expect(check).toEqual({ name, obstacles: [found] });
  });
});
