import type { PaperQuestionPartsFragment } from '@lectern/sdk';
import type { AnswerInputProps } from '../answer-input.tsx';

/** A question of one kind. */
export type QuestionOf<Kind extends PaperQuestionPartsFragment['__typename']> = Extract<
  PaperQuestionPartsFragment,
  { readonly __typename: Kind }
>;

/** What the input of one kind takes. */
export interface InputProps<Kind extends PaperQuestionPartsFragment['__typename']>
  extends Omit<AnswerInputProps, 'question'> {
  readonly question: QuestionOf<Kind>;
}
