import { Group, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../i18n/format.ts';
import { wordCount } from '../../marking/word-count.ts';
import { useDraft } from '../use-draft.ts';
import type { InputProps } from './input-props.ts';

/** Whoever writes for an hour pauses often; every pause is a save, and half a second would be too many. */
const quietMs = 1_500;

/** A longer text: saved at every pause in writing, with its words counted. */
export function EssayInput({ question, given, promptId, isLocked, onAnswer }: InputProps<'EssayQuestion'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { wordsMax, lengthMax } = question;
  const draft = useDraft(given.text ?? '', (text) => onAnswer(text.trim() === '' ? {} : { text }), quietMs);
  const words = wordCount(draft.value);
  const tooMany = wordsMax === null ? 0 : Math.max(0, words - wordsMax);
  return (
    <>
      <Textarea
        size="md"
        autosize
        minRows={10}
        maxRows={28}
        label={t('room.yourEssay')}
        description={wordsMax === null ? null : t('room.wordsMax', { count: wordsMax, words: format.number(wordsMax) })}
        aria-describedby={promptId}
        disabled={isLocked}
        maxLength={lengthMax}
        value={draft.value}
        onChange={(event) => draft.change(event.currentTarget.value)}
        onBlur={draft.settle}
        styles={{ input: { lineHeight: 1.65 } }}
      />
      <Group justify="space-between" gap="sm" mt={6}>
        <Text size="sm" c="dimmed" className="lectern-tabular">
          {wordsMax === null
            ? t('room.words', { count: words, words: format.number(words) })
            : t('room.wordsOf', { words: format.number(words), total: format.number(wordsMax) })}
        </Text>
        <Text size="sm" c="var(--lectern-bad)" fw={600} role="status">
          {tooMany > 0 ? t('room.tooManyWords', { count: tooMany }) : ''}
        </Text>
      </Group>
    </>
  );
}
