import { describe, expect, it } from '@jest/globals';
import type { AnswerPartsFragment, OutboxSnapshot, PaperQuestionPartsFragment } from '@lectern/sdk';
import { answerViews, contentOf, isGiven } from './answers.ts';

const question = (id: string): PaperQuestionPartsFragment => ({
  __typename: 'TrueFalseQuestion',
  id,
  position: 1,
  prompt: 'The Moon makes its own light.',
  pointsMax: 1,
  sectionId: null,
  illustration: null,
});

const stored = (questionId: string, parts: Partial<AnswerPartsFragment> = {}): AnswerPartsFragment => ({
  questionId,
  choiceIds: [],
  isTrue: null,
  number: null,
  text: null,
  matches: [],
  order: [],
  isFlagged: false,
  sequence: 1,
  savedAt: '2026-03-01T09:00:00.000Z',
  ...parts,
});

const outbox = (answers: OutboxSnapshot['answers']): OutboxSnapshot => ({
  answers,
  counts: { sending: 0, onDevice: 0, saved: 0, refused: 0 },
  isDurable: true,
  hold: null,
});

describe('whether there is an answer', () => {
  it.each([
    ['nothing', {}, false],
    ['no choice', { choiceIds: [] }, false],
    ['a choice', { choiceIds: ['a'] }, true],
    ['false is an answer', { isTrue: false }, true],
    ['0 is an answer', { number: 0 }, true],
    ['blanks are none', { text: '  ' }, false],
    ['a word', { text: 'Lyra' }, true],
    ['no pair', { matches: [] }, false],
    ['a pair', { matches: [{ premiseId: 'p', targetId: 't' }] }, true],
    ['an order', { order: ['a', 'b'] }, true],
  ])('%s', (_name, given, wanted) => {
    expect(isGiven(given)).toBe(wanted);
  });
});

describe('what the room shows for a question', () => {
  it('is what the server has when nothing was answered here', () => {
    const view = answerViews([question('q')], [stored('q', { isTrue: false })], null).get('q');
    expect(view).toMatchObject({ given: { isTrue: false }, state: 'saved' });
  });

  it('is what was answered here last, whatever the server has', () => {
    const local = {
      questionId: 'q',
      status: 'onDevice',
      answer: { isTrue: true },
      sequence: 2,
      code: null,
      savedAt: null,
      isSuperseded: false,
    } as const;
    const view = answerViews([question('q')], [stored('q', { isTrue: false })], outbox(new Map([['q', local]]))).get(
      'q',
    );
    expect(view).toMatchObject({ given: { isTrue: true }, state: 'onDevice' });
  });

  it('is what was answered on another device since, once the server has been asked', () => {
    const local = {
      questionId: 'q',
      status: 'saved',
      answer: { isTrue: true },
      sequence: 2,
      code: null,
      savedAt: '2026-03-01T09:00:00.000Z',
      isSuperseded: false,
    } as const;
    const here = outbox(new Map([['q', local]]));
    const shown = (sequence: number) =>
      answerViews([question('q')], [stored('q', { isTrue: false, sequence })], here).get('q')?.given;
    expect(shown(5)).toEqual({ isTrue: false });
    expect(shown(1)).toEqual({ isTrue: true });
  });

  it('is nothing when the question was only marked', () => {
    expect(answerViews([question('q')], [stored('q', { isFlagged: true, savedAt: null })], null).get('q')?.state).toBe(
      'none',
    );
  });

  it('is only the field of the kind', () => {
    expect(contentOf(stored('q', { number: 0 }))).toEqual({ number: 0 });
  });
});
