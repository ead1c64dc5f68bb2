import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../use-draft.ts';
import type { InputProps } from './input-props.ts';
import classes from './inputs.module.css';

function read(value: number | string): number | null {
  if (typeof value === 'number') return value;
  return value === '' || Number.isNaN(Number(value)) ? null : Number(value);
}

/** A number, with its unit beside it. A comma is as good as a point. */
export function NumericInput({ question, given, promptId, isLocked, onAnswer }: InputProps<'NumericQuestion'>) {
  const { t } = useTranslation();
  const draft = useDraft(given.number ?? null, (number) => onAnswer(number === null ? {} : { number }));
  const { unit } = question;
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
      onChange={(value) => draft.change(read(value))}
      onBlur={draft.settle}
      {...(unit ? { rightSection: <span className={classes.unit}>{unit}</span>, rightSectionWidth: 72 } : {})}
    />
  );
}
