import type { PaperQuestionPartsFragment } from '@lectern/sdk';
import type { Given } from './answers.ts';
import { ChoiceInput } from './inputs/choice-input.tsx';
import { EssayInput } from './inputs/essay-input.tsx';
import { MatchingInput } from './inputs/matching-input.tsx';
import { NumericInput } from './inputs/numeric-input.tsx';
import { OrderingInput } from './inputs/ordering-input.tsx';
import { ShortTextInput } from './inputs/short-text-input.tsx';
import { TrueFalseInput } from './inputs/true-false-input.tsx';

export interface AnswerInputProps {
  readonly question: PaperQuestionPartsFragment;
  readonly given: Given;
  /** The id of the element that holds what is asked. */
  readonly promptId: string;
  readonly isLocked: boolean;
  /** Called with what is answered now, whole; the empty object clears the answer. */
  readonly onAnswer: (given: Given) => void;
}

/** The input that fits the question's kind. Give it the question's id as `key`: typed text is its own. */
export function AnswerInput({ question, ...props }: AnswerInputProps) {
  switch (question.__typename) {
    case 'ChoiceQuestion':
      return <ChoiceInput question={question} {...props} />;
    case 'TrueFalseQuestion':
      return <TrueFalseInput question={question} {...props} />;
    case 'NumericQuestion':
      return <NumericInput question={question} {...props} />;
    case 'ShortTextQuestion':
      return <ShortTextInput question={question} {...props} />;
    case 'MatchingQuestion':
      return <MatchingInput question={question} {...props} />;
    case 'OrderingQuestion':
      return <OrderingInput question={question} {...props} />;
    case 'EssayQuestion':
      return <EssayInput question={question} {...props} />;
    default:
      return question satisfies never;
  }
}
