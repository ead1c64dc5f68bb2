import {
  type AnswerInput,
  AttemptPageDocument,
  type Lectern,
  type PaperQuestionPartsFragment,
  SaveAnswerDocument,
  StartAttemptDocument,
  SubmitAttemptDocument,
} from '@lectern/sdk';

/** Starts an attempt; the answer is its id. */
export async function startAttempt(learner: Lectern, examId: string): Promise<string> {
  const { startAttempt: started } = await learner.mutate(StartAttemptDocument, { input: { examId } });
  return started.attempt.id;
}

/** Answers what `answerOf` has an answer to, among the first `countMax` questions, and hands in. */
export async function answerAndHandIn(
  learner: Lectern,
  attemptId: string,
  answerOf: (question: PaperQuestionPartsFragment) => AnswerInput | null,
  countMax = Number.POSITIVE_INFINITY,
) {
  const { attempt } = await learner.query(AttemptPageDocument, { attemptId });
  for (const [index, question] of (attempt?.questions ?? []).slice(0, countMax).entries()) {
    const answer = answerOf(question);
    if (answer === null) continue;
    const input = { attemptId, questionId: question.id, sequence: index + 1, answer };
    await learner.mutate(SaveAnswerDocument, { input });
  }
  const { submitAttempt } = await learner.mutate(SubmitAttemptDocument, { input: { attemptId } });
  return submitAttempt.attempt;
}

/** The choice that says so. */
export function choose(question: PaperQuestionPartsFragment, text: string): AnswerInput | null {
  if (question.__typename !== 'ChoiceQuestion') return null;
  const choice = question.choices.find((each) => each.text === text);
  return choice ? { choiceIds: [choice.id] } : null;
}
