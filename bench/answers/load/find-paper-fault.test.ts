import { describe, expect, it } from '@jest/globals';
import type { PaperQuestionPartsFragment, StartAttemptMutation } from '@lectern/sdk';
import { findPaperFault } from './find-paper-fault.ts';

const common = { position: 1, pointsMax: 1, sectionId: null, illustration: null };
const choices = ['a', 'b'].map((id) => ({ id, text: `choice ${id}`, illustration: null }));
const premises = [{ id: 'p', text: 'premise' }];

const choice: PaperQuestionPartsFragment = {
  ...{ ...common, __typename: 'ChoiceQuestion', id: 'choice', prompt: 'Which?' },
  ...{ allowsSeveral: false, choices },
};
const truth: PaperQuestionPartsFragment = { ...common, __typename: 'TrueFalseQuestion', id: 'truth', prompt: 'So?' };
const matching: PaperQuestionPartsFragment = {
  ...{ ...common, __typename: 'MatchingQuestion', id: 'matching', prompt: 'Which to which?' },
  ...{ premises, targets: premises },
};
const ordering: PaperQuestionPartsFragment = {
  ...{ ...common, __typename: 'OrderingQuestion', id: 'ordering', prompt: 'In order?' },
  items: choices.map(({ id, text }) => ({ id, text })),
};

const questions = [choice, truth, matching, ordering];

type Attempt = StartAttemptMutation['startAttempt']['attempt'];

function started(change: Partial<Attempt> = {}): StartAttemptMutation {
  const exam = { id: 'exam', title: 'Exam', instructions: '', timeLimitSeconds: 60, questionCount: 4, pointsMax: 4 };
  const times = { startedAt: '2026-11-21T09:00:00Z', deadlineAt: '2026-11-21T09:01:00Z', remainingSeconds: 60 };
  const attempt: Attempt = {
    ...{ id: 'attempt', number: 1, status: 'IN_PROGRESS', ending: null, ...times, pausedAt: null, extraSeconds: 0 },
    ...{ submittedAt: null, answeredCount: 0, activeDeviceId: null, acceptsUntil: null, sections: [], answers: [] },
    ...{ exam: { ...exam, navigation: 'FREE' }, questions },
    ...change,
  };
  return { startAttempt: { attempt } };
}

const withQuestion = (question: PaperQuestionPartsFragment) =>
  started({ questions: [question, ...questions.slice(1)] });

describe('the paper that a learner has to get', () => {
  const cases: readonly {
    readonly name: string;
    readonly data: StartAttemptMutation;
    readonly fault: string | null;
  }[] = [
    { name: 'is right as it is', data: started(), fault: null },
    {
      name: 'is of the exam',
      data: started({ exam: { ...started().startAttempt.attempt.exam, id: 'other' } }),
      fault: 'ATTEMPT_OF_ANOTHER_EXAM',
    },
    { name: 'is of an attempt', data: started({ id: '' }), fault: 'NO_ATTEMPT' },
    { name: 'is of a running attempt', data: started({ status: 'GRADED' }), fault: 'ATTEMPT_IS_GRADED' },
    { name: 'comes while there is time', data: started({ remainingSeconds: 0 }), fault: 'NO_TIME' },
    { name: 'is there', data: started({ questions: null }), fault: 'NO_PAPER' },
    { name: 'has all questions', data: started({ questions: questions.slice(1) }), fault: 'PAPER_OF_3_QUESTIONS' },
    { name: 'has no question twice', data: withQuestion(truth), fault: 'QUESTION_TWICE' },
    { name: 'has prompts', data: withQuestion({ ...choice, prompt: ' ' }), fault: 'QUESTION_WITHOUT_PROMPT' },
    { name: 'has choices', data: withQuestion({ ...choice, choices: [] }), fault: 'QUESTION_WITHOUT_CHOICES' },
    {
      name: 'has choices that say something',
      data: withQuestion({ ...choice, choices: choices.map((one) => ({ ...one, text: '' })) }),
      fault: 'QUESTION_WITHOUT_CHOICES',
    },
    {
      name: 'has choices that differ',
      data: withQuestion({ ...choice, choices: [...choices, ...choices] }),
      fault: 'QUESTION_WITHOUT_CHOICES',
    },
    {
      name: 'has what is to be matched',
      data: withQuestion({ ...matching, id: 'other', targets: [] }),
      fault: 'QUESTION_WITHOUT_CHOICES',
    },
    {
      name: 'has what is to be put in order',
      data: withQuestion({ ...ordering, id: 'other', items: [] }),
      fault: 'QUESTION_WITHOUT_CHOICES',
    },
  ];

  it.each(cases)('$name', ({ data, fault }) => {
    expect(findPaperFault(data, { examId: 'exam', questionCount: 4 })).toBe(fault);
  });
});
