import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../use-draft.ts';
import type { InputProps } from './input-props.ts';

/** A few words. */
export function ShortTextInput({ question, given, promptId, isLocked, onAnswer }: InputProps<'ShortTextQuestion'>) {
  const { t } = useTranslation();
  const draft = useDraft(given.text ?? '', (text) => onAnswer(text.trim() === '' ? {} : { text }));
  return (
    <Textarea
      size="md"
      autosize
      minRows={1}
      maxRows={5}
      label={t('room.yourText')}
      description={t('room.lengthMax', { count: question.lengthMax })}
      aria-describedby={promptId}
      disabled={isLocked}
      maxLength={question.lengthMax}
      value={draft.value}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.settle}
    />
  );
}
