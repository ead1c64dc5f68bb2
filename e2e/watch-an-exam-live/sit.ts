import {
  AttemptPageDocument,
  type Lectern,
  type PaperQuestionPartsFragment,
  SaveAnswerDocument,
  StartAttemptDocument,
  SubmitAttemptDocument,
} from '@lectern/sdk';

/** What `oneOfEachKind` asks, answered right; anything else is left unanswered. */
function rightAnswer(question: PaperQuestionPartsFragment) {
  switch (question.__typename) {
    case 'ChoiceQuestion': {
      const right = question.choices.filter(({ text }) => ['Lima', 'Two', 'Eleven'].includes(text));
      return { choiceIds: right.map(({ id }) => id) };
    }
    case 'TrueFalseQuestion':
      return { isTrue: true };
    case 'NumericQuestion':
      return { number: 0 };
    case 'ShortTextQuestion':
      return { text: 'Shakespeare' };
    default:
      return question satisfies never;
  }
}

/** Starts an attempt; the answer is its id. */
export async function startAttempt(learner: Lectern, examId: string): Promise<string> {
  const { startAttempt: started } = await learner.mutate(StartAttemptDocument, { input: { examId } });
  return started.attempt.id;
}

/** Answers the first `rightCount` questions right and hands in; the answer is the score in per cent. */
export async function answerAndHandIn(learner: Lectern, attemptId: string, rightCount: number): Promise<number> {
  const { attempt } = await learner.query(AttemptPageDocument, { attemptId });
  const questions = (attempt?.questions ?? []).slice(0, rightCount);
  for (const [index, question] of questions.entries()) {
    const input = { attemptId, questionId: question.id, sequence: index + 1, answer: rightAnswer(question) };
    await learner.mutate(SaveAnswerDocument, { input });
  }
  const { submitAttempt } = await learner.mutate(SubmitAttemptDocument, { input: { attemptId } });
  return submitAttempt.attempt.result?.scorePercent ?? Number.NaN;
}
