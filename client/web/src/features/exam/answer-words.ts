import type { AttemptWithResultFragment, PaperQuestionPartsFragment } from '@lectern/sdk';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { type Given, isGiven } from './room/answers.ts';

type RightAnswer = NonNullable<NonNullable<AttemptWithResultFragment['result']>['questions'][number]['rightAnswer']>;

/** A right answer in the form an answer is given. Of several accepted texts all are named. */
export function rightAnswerContent(right: RightAnswer): Given {
  const { choiceIds, isTrue, number, texts, matches, order } = right;
  return {
    ...(choiceIds.length > 0 ? { choiceIds } : {}),
    ...(isTrue === null ? {} : { isTrue }),
    ...(number === null ? {} : { number }),
    ...(texts.length > 0 ? { text: texts.join(' | ') } : {}),
    ...(matches.length > 0 ? { matches } : {}),
    ...(order.length > 0 ? { order } : {}),
  };
}

/** Answers in words, for lists of results. */
export function useAnswerWords() {
  const { t } = useTranslation();
  const format = useFormat();
  return (question: PaperQuestionPartsFragment, given: Given): string => {
    if (!isGiven(given)) return t('result.noAnswer');
    switch (question.__typename) {
      case 'ChoiceQuestion':
        return textsOf(question.choices, given.choiceIds ?? []).join('; ');
      case 'TrueFalseQuestion':
        return t(given.isTrue ? 'room.true' : 'room.false');
      case 'NumericQuestion':
        return `${format.number(given.number ?? 0)}${question.unit ? ` ${question.unit}` : ''}`;
      case 'MatchingQuestion':
        return (given.matches ?? [])
          .map(({ premiseId, targetId }) =>
            [...textsOf(question.premises, [premiseId]), ...textsOf(question.targets, [targetId])].join(' – '),
          )
          .join('; ');
      case 'OrderingQuestion':
        return textsOf(question.items, given.order ?? []).join(', ');
      default:
        return given.text ?? '';
    }
  };
}

function textsOf(things: readonly { readonly id: string; readonly text: string }[], ids: readonly string[]): string[] {
  return ids.flatMap((id) => things.find((thing) => thing.id === id)?.text ?? []);
}
