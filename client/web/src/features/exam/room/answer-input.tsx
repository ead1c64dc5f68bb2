import type { PaperQuestionPartsFragment } from '@lectern/sdk';
import { Button, NumberInput, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Markdown } from '../../../ui/markdown.tsx';
import classes from './answer-input.module.css';
import type { Given } from './answers.ts';
import { useDraft } from './use-draft.ts';

export interface AnswerInputProps {
  readonly question: PaperQuestionPartsFragment;
  readonly given: Given;
  /** The id of the element that holds what is asked. */
  readonly promptId: string;
  readonly isLocked: boolean;
  readonly onAnswer: (given: Given) => void;
}

interface Option {
  readonly value: string;
  readonly text: string;
}

interface OptionsProps extends Omit<AnswerInputProps, 'given' | 'onAnswer'> {
  readonly kind: 'radio' | 'checkbox';
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onChoose: (value: string, isChosen: boolean) => void;
}

function Options({ question, promptId, isLocked, kind, options, chosen, onChoose }: OptionsProps) {
  const group = { 'aria-labelledby': promptId, className: classes.options };
  const labels = options.map(({ value, text }) => (
    <label key={value} className={classes.option} data-chosen={chosen.includes(value)}>
      <input
        type={kind}
        name={question.id}
        value={value}
        checked={chosen.includes(value)}
        disabled={isLocked}
        onChange={(event) => onChoose(value, event.currentTarget.checked)}
      />
      <span className={classes.text}>
        <Markdown text={text} inline />
      </span>
    </label>
  ));
  if (kind === 'checkbox') return <fieldset {...group}>{labels}</fieldset>;
  return (
    <div role="radiogroup" {...group}>
      {labels}
    </div>
  );
}

function ClearButton({ isShown, onClear }: { readonly isShown: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation();
  if (!isShown) return null;
  return (
    <Button variant="subtle" color="gray" c="dimmed" size="xs" mt="sm" ml={-14} onClick={onClear}>
      {t('room.clear')}
    </Button>
  );
}

function NumericInput({ question, given, promptId, isLocked, onAnswer }: AnswerInputProps) {
  const { t } = useTranslation();
  const draft = useDraft(given.number ?? null, (number) => onAnswer(number === null ? {} : { number }));
  const unit = question.__typename === 'NumericQuestion' ? question.unit : null;
  return (
    <NumberInput
      size="md"
      maw={320}
      label={t('room.yourNumber')}
      aria-describedby={promptId}
      disabled={isLocked}
      hideControls
      allowedDecimalSeparators={['.', ',']}
      decimalSeparator="."
      value={draft.value ?? ''}
      onChange={(value) =>
        draft.change(
          typeof value === 'number' ? value : value === '' || Number.isNaN(Number(value)) ? null : Number(value),
        )
      }
      onBlur={draft.settle}
      {...(unit ? { rightSection: <span className={classes.unit}>{unit}</span>, rightSectionWidth: 72 } : {})}
    />
  );
}

function TextAnswer({ question, given, promptId, isLocked, onAnswer }: AnswerInputProps) {
  const { t } = useTranslation();
  const draft = useDraft(given.text ?? '', (text) => onAnswer(text.trim() === '' ? {} : { text }));
  const lengthMax = question.__typename === 'ShortTextQuestion' ? question.lengthMax : 500;
  return (
    <Textarea
      size="md"
      autosize
      minRows={1}
      maxRows={5}
      label={t('room.yourText')}
      description={t('room.lengthMax', { count: lengthMax })}
      aria-describedby={promptId}
      disabled={isLocked}
      maxLength={lengthMax}
      value={draft.value}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.settle}
    />
  );
}

/** The input that fits the question's kind. */
export function AnswerInput(props: AnswerInputProps) {
  const { question, given, onAnswer, isLocked } = props;
  const { t } = useTranslation();
  switch (question.__typename) {
    case 'ChoiceQuestion': {
      const chosen = given.choiceIds ?? [];
      const choose = (value: string, isChosen: boolean) => {
        if (!question.allowsSeveral) return onAnswer({ choiceIds: [value] });
        const rest = chosen.filter((id) => id !== value);
        const next = isChosen ? [...rest, value] : rest;
        return onAnswer(next.length > 0 ? { choiceIds: next } : {});
      };
      return (
        <>
          {question.allowsSeveral ? <p className={classes.hint}>{t('room.several')}</p> : null}
          <Options
            {...props}
            kind={question.allowsSeveral ? 'checkbox' : 'radio'}
            options={question.choices.map(({ id, text }) => ({ value: id, text }))}
            chosen={chosen}
            onChoose={choose}
          />
          <ClearButton
            isShown={!question.allowsSeveral && chosen.length > 0 && !isLocked}
            onClear={() => onAnswer({})}
          />
        </>
      );
    }
    case 'TrueFalseQuestion': {
      const isTrue = given.isTrue ?? null;
      return (
        <>
          <Options
            {...props}
            kind="radio"
            options={[
              { value: 'true', text: t('room.true') },
              { value: 'false', text: t('room.false') },
            ]}
            chosen={isTrue === null ? [] : [String(isTrue)]}
            onChoose={(value) => onAnswer({ isTrue: value === 'true' })}
          />
          <ClearButton isShown={isTrue !== null && !isLocked} onClear={() => onAnswer({})} />
        </>
      );
    }
    case 'NumericQuestion':
      return <NumericInput {...props} />;
    case 'ShortTextQuestion':
      return <TextAnswer {...props} />;
    default:
      return question satisfies never;
  }
}
