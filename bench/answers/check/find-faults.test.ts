import { describe, expect, it } from '@jest/globals';
import { countBoard } from './board.ts';
import type { AnswerFact, AttemptFact, Facts, FaultKind, Receipt } from './facts.ts';
import { findFaults } from './find-faults.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 9, 0, second));

const paper = {
  id: 'paper',
  pointsMax: 4,
  questions: [
    { id: 'single', kind: 'SINGLE_CHOICE', pointsMax: 1, choices: [choice('a', true), choice('b', false)] },
    { id: 'truth', kind: 'TRUE_FALSE', pointsMax: 1, isTrue: false },
    { id: 'number', kind: 'NUMERIC', pointsMax: 1, number: 10, tolerance: 0.5 },
    { id: 'text', kind: 'SHORT_TEXT', pointsMax: 1, acceptedTexts: ['New York'] },
  ],
};

function choice(id: string, isRight: boolean) {
  return { id, text: id, isRight };
}

function attempt(id: string, points: number | null, change: Partial<AttemptFact> = {}): AttemptFact {
  return {
    id,
    learnerId: `learner of ${id}`,
    number: 1,
    paperId: 'paper',
    status: points === null ? 'IN_PROGRESS' : 'GRADED',
    startedAt: at(0),
    deadlineAt: at(60),
    acceptsUntil: at(70),
    submittedAt: points === null ? null : at(40),
    pointsAwarded: points,
    scorePercent: points === null ? null : 25 * points,
    isPassed: points === null ? null : points >= 2,
    ...change,
  };
}

function answer(attemptId: string, questionId: string, response: AnswerFact['response'], points: number): AnswerFact {
  return { attemptId, questionId, sequence: 3, response, pointsAwarded: points, savedAt: at(20) };
}

function saved({ attemptId, questionId, response, sequence }: AnswerFact, change: Partial<Receipt> = {}): Receipt {
  const told = { sequence, storedSequence: sequence, savedAt: at(20).toISOString() };
  return { kind: 'SAVED', attemptId, questionId, response, ...told, ...change } as Receipt;
}

const answers: readonly AnswerFact[] = [
  answer('one', 'single', { choiceIds: ['a'] }, 1),
  answer('one', 'truth', { isTrue: true }, 0),
  answer('one', 'number', { number: 10.5 }, 1),
  answer('one', 'text', { text: ' new  york' }, 1),
  answer('two', 'single', { choiceIds: ['b'] }, 0),
  answer('three', 'truth', { isTrue: false }, 1),
];
const attempts = [attempt('one', 3), attempt('two', 0, { submittedAt: at(30) }), attempt('three', null)];

const good: Facts = {
  passMarkPercent: 50,
  registeredCount: 5,
  papers: [paper],
  attempts,
  answers,
  moves: attempts.map(({ id }) => ({ attemptId: id, toStatus: 'IN_PROGRESS', count: 1 })),
  board: countBoard({ attempts, registeredCount: 5 }),
  receipts: [
    { kind: 'START', learnerId: 'learner of one', attemptId: 'one' },
    ...answers.map((each) => saved(each)),
    { kind: 'RESULT', attemptId: 'one', pointsAwarded: 3, scorePercent: 75, isPassed: true },
  ],
};

/** The facts with one member of a list changed, or without it. */
function with_<Name extends 'answers' | 'attempts' | 'receipts' | 'moves'>(
  name: Name,
  index: number,
  change: Partial<Facts[Name][number]> | null,
): Facts {
  const list: Facts[Name][number][] = [...good[name]];
  const old = list[index];
  if (old === undefined) throw new Error(`${name} has no ${index}`);
  list.splice(index, 1, ...(change === null ? [] : [{ ...old, ...change }]));
  return { ...good, [name]: list };
}

function more(change: Partial<Facts>): Facts {
  return { ...good, ...change };
}

const board = good.board ?? countBoard(good);
const [first, second] = [attempt('one', 3), attempt('two', 0)];

describe('the checker', () => {
  it('finds nothing wrong where nothing is', () => {
    expect(findFaults(good)).toEqual({
      lost: [],
      duplicated: [],
      afterDeadline: [],
      wrongScore: [],
      boardMismatch: [],
    });
  });

  it.each<[string, FaultKind, Facts]>([
    ['a receipt without a row', 'lost', with_('answers', 5, null)],
    ['a row older than the receipt', 'lost', with_('answers', 5, { sequence: 2 })],
    ['a row with something else under the same number', 'lost', with_('answers', 4, { response: { choiceIds: [] } })],
    ['a row that was never saved', 'lost', with_('answers', 5, { savedAt: null })],
    ['an attempt that is gone', 'lost', with_('attempts', 2, null)],
    ['an attempt that became another’s', 'lost', with_('attempts', 0, { learnerId: 'somebody' })],
    ['a hand-in that was undone', 'lost', with_('attempts', 0, { status: 'IN_PROGRESS' })],
    [
      'two attempts of one learner',
      'duplicated',
      more({ attempts: [...attempts, { ...first, id: 'four', number: 2 }] }),
    ],
    [
      'two rows of one answer',
      'duplicated',
      more({ answers: answers.flatMap((each, i) => (i ? [each] : [each, each])) }),
    ],
    ['an attempt graded twice', 'duplicated', more({ moves: [{ attemptId: 'one', toStatus: 'GRADED', count: 2 }] })],
    ['an attempt begun twice', 'duplicated', with_('moves', 0, { count: 2 })],
    ['an answer stored after the grace', 'afterDeadline', with_('answers', 5, { savedAt: at(71) })],
    ['an answer stored after the hand-in', 'afterDeadline', with_('answers', 0, { savedAt: at(45) })],
    ['a receipt from after the grace', 'afterDeadline', with_('receipts', 6, { savedAt: at(71).toISOString() })],
    ['a right answer without its point', 'wrongScore', with_('answers', 0, { pointsAwarded: 0 })],
    ['a wrong answer with a point', 'wrongScore', with_('answers', 1, { pointsAwarded: 1 })],
    ['a result that is not the sum', 'wrongScore', with_('attempts', 0, { pointsAwarded: 2, scorePercent: 50 })],
    ['a wrong percentage', 'wrongScore', with_('attempts', 0, { scorePercent: 74 })],
    ['failed instead of passed', 'wrongScore', with_('attempts', 0, { isPassed: false })],
    ['another result shown than stored', 'wrongScore', with_('receipts', 7, { pointsAwarded: 4, scorePercent: 100 })],
    ['an answer to what was not asked', 'wrongScore', with_('answers', 5, { questionId: 'other' })],
    ['a start counted twice', 'boardMismatch', more({ board: { ...board, startedCount: 4 } })],
    ['a hand-in not counted', 'boardMismatch', more({ board: { ...board, handedInCount: 1, inProgressCount: 2 } })],
    ['a wrong mean', 'boardMismatch', more({ board: { ...board, meanScorePercent: 40 } })],
    [
      'a score in the wrong tenth',
      'boardMismatch',
      more({ board: { ...board, histogram: [...board.histogram].reverse() } }),
    ],
    [
      'leaders the wrong way round',
      'boardMismatch',
      more({ board: { ...board, leaders: [...board.leaders].reverse() } }),
    ],
    ['a leader who is missing', 'boardMismatch', more({ board: { ...board, leaders: board.leaders.slice(1) } })],
    [
      'a leader under another’s name',
      'boardMismatch',
      more({
        board: { ...board, leaders: board.leaders.map((leader) => ({ ...leader, learnerId: second.learnerId })) },
      }),
    ],
  ])('finds %s', (_name, kind, facts) => {
    expect(findFaults(facts)[kind]).not.toEqual([]);
  });

  it('takes answers within the grace and those that began before the hand-in had its lock', () => {
    const ranOut = attempt('three', 1, { submittedAt: at(60) });
    const late = { ...answer('three', 'truth', { isTrue: false }, 1), savedAt: at(65) };
    const racing = { ...answer('two', 'single', { choiceIds: ['b'] }, 0), savedAt: at(40) };
    const facts = more({ attempts: [first, second, ranOut], answers: [late, racing], receipts: [], board: null });
    expect(findFaults(facts).afterDeadline).toEqual([]);
  });

  it('refuses to mark what it does not know', () => {
    const papers = [{ ...paper, questions: [{ id: 'truth', kind: 'RIDDLE', pointsMax: 1 }] }];
    expect(() => findFaults(more({ papers, answers: answers.slice(5) }))).toThrow('RIDDLE');
  });
});
