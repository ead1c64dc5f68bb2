import { useTranslation } from 'react-i18next';
import { ClearButton } from './clear-button.tsx';
import type { InputProps } from './input-props.ts';
import classes from './inputs.module.css';
import { Options } from './options.tsx';

/** One choice, or several. */
export function ChoiceInput(props: InputProps<'ChoiceQuestion'>) {
  const { question, given, isLocked, onAnswer } = props;
  const { t } = useTranslation();
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
        options={question.choices.map(({ id, text, illustration }) => ({ value: id, text, illustration }))}
        chosen={chosen}
        onChoose={choose}
      />
      <ClearButton isShown={!question.allowsSeveral && chosen.length > 0 && !isLocked} onClear={() => onAnswer({})} />
    </>
  );
}
