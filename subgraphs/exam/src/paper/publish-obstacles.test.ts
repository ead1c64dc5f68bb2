import { describe, expect, it } from '@jest/globals';
import { type PublishFacts, paperQuestionsMax, publishObstacles } from './publish-obstacles.ts';

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const window = { opensAt: at('09:00:00'), closesAt: at('11:00:00') };
const question = { id: 'q1', sectionId: null, problems: [], lacksIllustration: false };
const draw = { id: 'd1', sectionId: null, questionCount: 3, matchingCount: 5 };
const good: PublishFacts = {
  window,
  timeLimitSeconds: 7_200,
  passMarkPoints: null,
  pointsMax: 1,
  sections: [],
  questions: [question],
  draws: [],
  tooSmallDraws: [],
};

describe('what stands in the way of publishing', () => {
  it.each<[string, Partial<PublishFacts>, string[]]>([
    ['nothing', {}, []],
    ['nothing, with draws alone', { questions: [], draws: [draw] }, []],
    ['no window', { window: { opensAt: null, closesAt: null } }, ['NO_WINDOW']],
    ['half a window', { window: { opensAt: window.opensAt, closesAt: null } }, ['NO_WINDOW']],
    ['a window that is over', { window: { opensAt: at('05:00:00'), closesAt: at('07:00:00') } }, ['WINDOW_OVER']],
    ['a second less than the time limit', { timeLimitSeconds: 7_201 }, ['WINDOW_SHORTER_THAN_LIMIT']],
    ['no questions', { questions: [] }, ['NO_QUESTIONS']],
    [
      'a question without a key',
      { questions: [{ ...question, problems: [{ message: 'No.' }] }] },
      ['QUESTION_NOT_READY q1'],
    ],
    [
      'a picture that is missing',
      { questions: [{ ...question, lacksIllustration: true }] },
      ['ILLUSTRATION_MISSING q1'],
    ],
    [
      'a draw with too few',
      { draws: [draw], tooSmallDraws: [{ id: 'd1', leftCount: 2 }] },
      ['DRAW_TOO_FEW_QUESTIONS d1'],
    ],
    ['more than a paper holds', { draws: [{ ...draw, matchingCount: paperQuestionsMax }] }, ['PAPER_TOO_LARGE']],
    ['as much as a paper holds', { draws: [{ ...draw, matchingCount: paperQuestionsMax - 1 }] }, []],
    ['an empty section', { sections: [{ id: 's1', title: 'One' }] }, ['SECTION_EMPTY']],
    [
      'nothing, with a question in the section',
      { sections: [{ id: 's1', title: 'One' }], questions: [{ ...question, sectionId: 's1' }] },
      [],
    ],
    [
      'nothing, with a draw in the section',
      { sections: [{ id: 's1', title: 'One' }], draws: [{ ...draw, sectionId: 's1' }] },
      [],
    ],
    ['a pass mark beyond the points', { passMarkPoints: 1.5 }, ['PASS_MARK_OUT_OF_REACH']],
    ['nothing, with all points to pass', { passMarkPoints: 1 }, []],
    [
      'everything',
      {
        window: { opensAt: null, closesAt: null },
        questions: [],
        sections: [{ id: 's1', title: 'One' }],
        passMarkPoints: 5,
      },
      ['NO_WINDOW', 'NO_QUESTIONS', 'SECTION_EMPTY', 'PASS_MARK_OUT_OF_REACH'],
    ],
  ])('%s', (_name, change, expected) => {
    const found = publishObstacles({ ...good, ...change }, at('08:00:00'));
    const named = found.map(({ code, questionId, drawId }) => [code, questionId, drawId].filter(Boolean).join(' '));
    expect(named).toEqual(expected);
    for (const { message } of found) expect(message).toMatch(/^[A-Z0-9].*\.$/);
  });
});
