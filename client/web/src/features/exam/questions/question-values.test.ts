import { describe, expect, it } from '@jest/globals';
import { problemsOf, type QuestionValues, questionInputOf, valuesOf } from './question-values.ts';

const values = (parts: Partial<QuestionValues>): QuestionValues => ({ ...valuesOf(null), prompt: 'Why?', ...parts });
const choice = (text: string, isRight = false) => ({ key: text, text, isRight });

describe('what is wrong with a question before it is sent', () => {
  it.each([
    ['nothing is asked', { prompt: ' ' }, 'prompt', 'noPrompt'],
    ['worth nothing', { pointsMax: 0 }, 'pointsMax', 'noPoints'],
    ['one choice only', { choices: [choice('a', true), choice(' ')] }, 'choices', 'fewChoices'],
    ['no right choice', { choices: [choice('a'), choice('b')] }, 'choices', 'noRight'],
    ['two right choices of one', { choices: [choice('a', true), choice('b', true)] }, 'choices', 'manyRight'],
    ['no truth', { kind: 'TRUE_FALSE' }, 'isTrue', 'noTruth'],
    ['no number', { kind: 'NUMERIC' }, 'number', 'noNumber'],
    ['a tolerance below 0', { kind: 'NUMERIC', number: 1, tolerance: -1 }, 'tolerance', 'badTolerance'],
    ['no accepted text', { kind: 'SHORT_TEXT' }, 'acceptedTexts', 'noTexts'],
  ] as const)('%s', (_name, parts, field, problem) => {
    expect(problemsOf(values(parts as Partial<QuestionValues>))[field]).toBe(problem);
  });

  it('several right choices are fine where several may be chosen', () => {
    const several = values({ kind: 'MULTIPLE_CHOICE', choices: [choice('a', true), choice('b', true)] });
    expect(problemsOf(several).choices).toBeNull();
  });
});

describe('the question that is sent', () => {
  it('has only the fields of its kind and no empty choice', () => {
    const input = questionInputOf(values({ choices: [choice(' a ', true), choice(''), choice('b')] }));
    expect(input).toEqual({
      kind: 'SINGLE_CHOICE',
      prompt: 'Why?',
      pointsMax: 1,
      choices: [
        { text: 'a', isRight: true },
        { text: 'b', isRight: false },
      ],
    });
  });

  it('has the number 0 and no unit where none is written', () => {
    expect(questionInputOf(values({ kind: 'NUMERIC', number: 0, unit: ' ' }))).toMatchObject({
      number: 0,
      tolerance: 0,
      unit: null,
    });
  });
});
