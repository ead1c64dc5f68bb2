import type { KeyChangeInput, KeyedQuestionPartsFragment } from '@lectern/sdk';

export type KeyedQuestion = KeyedQuestionPartsFragment;

/** The key a question has, as the change that would leave everything as it is. */
export function presentKey(question: KeyedQuestion): KeyChangeInput {
  const common = { questionId: question.id, isVoided: false };
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return { ...common, rightChoiceIds: question.choices.filter(({ isRight }) => isRight).map(({ id }) => id) };
    case 'TRUE_FALSE':
      return { ...common, isTrue: question.isTrue };
    case 'NUMERIC': {
      const { number, tolerance, toleranceKind } = question;
      return { ...common, number, tolerance, toleranceKind };
    }
    case 'SHORT_TEXT':
      return { ...common, acceptedTexts: question.acceptedTexts, pattern: question.pattern };
    case 'MATCHING':
      return { ...common, matches: question.premises.map(({ id, targetId }) => ({ premiseId: id, targetId })) };
    case 'ORDERING':
      return { ...common, order: question.items.map(({ id }) => id) };
    case 'ESSAY':
      return common;
    default:
      return question.kind satisfies never;
  }
}

/** Whether a change would change anything. */
export function isChanged(question: KeyedQuestion, change: KeyChangeInput): boolean {
  return JSON.stringify(presentKey(question)) !== JSON.stringify(change);
}

/** What is sent of a change: a voided question needs no key, and empty lines are no answers. */
export function toSend(change: KeyChangeInput): KeyChangeInput {
  if (change.isVoided) return { questionId: change.questionId, isVoided: true };
  if (!change.acceptedTexts) return change;
  return { ...change, acceptedTexts: change.acceptedTexts.map((text) => text.trim()).filter(Boolean) };
}
