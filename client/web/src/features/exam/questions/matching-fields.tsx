import { Box, Stack, TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { KeyFieldProps } from './key-fields.tsx';
import { newItem, newPair } from './question-values.ts';
import classes from './questions.module.css';
import { RowList } from './row-list.tsx';

const sidesMax = 20;

/** What belongs together, and right sides that belong to nothing. */
export function MatchingFields({ form }: KeyFieldProps) {
  const { t } = useTranslation();
  const { pairs, extraTargets } = form.values;
  return (
    <Stack gap="md">
      <RowList
        legend={t('questions.pairs')}
        hint={t('questions.pairsHint')}
        rows={pairs}
        min={2}
        max={sidesMax}
        error={form.errors.pairs}
        addLabel={t('questions.addPair')}
        removeLabel={(number) => t('questions.removePair', { number })}
        onAdd={() => form.insertListItem('pairs', newPair())}
        onRemove={(index) => form.removeListItem('pairs', index)}
      >
        {(_pair, index) => (
          <div className={classes.pair}>
            <TextInput
              maxLength={500}
              aria-label={t('questions.leftSide', { number: index + 1 })}
              placeholder={t('questions.leftSide', { number: index + 1 })}
              {...form.getInputProps(`pairs.${index}.left`)}
            />
            <Box c="dimmed" className={classes.pairArrow ?? ''}>
              <IconArrowRight size={16} aria-hidden />
            </Box>
            <TextInput
              maxLength={500}
              aria-label={t('questions.rightSide', { number: index + 1 })}
              placeholder={t('questions.rightSide', { number: index + 1 })}
              {...form.getInputProps(`pairs.${index}.right`)}
            />
          </div>
        )}
      </RowList>
      <RowList
        legend={t('questions.extraTargets')}
        hint={t('questions.extraTargetsHint')}
        rows={extraTargets}
        min={0}
        max={sidesMax - pairs.length}
        addLabel={t('questions.addExtraTarget')}
        removeLabel={(number) => t('questions.removeExtraTarget', { number })}
        onAdd={() => form.insertListItem('extraTargets', newItem())}
        onRemove={(index) => form.removeListItem('extraTargets', index)}
      >
        {(_item, index) => (
          <TextInput
            flex={1}
            maxLength={500}
            aria-label={t('questions.extraTarget', { number: index + 1 })}
            placeholder={t('questions.extraTarget', { number: index + 1 })}
            {...form.getInputProps(`extraTargets.${index}.text`)}
          />
        )}
      </RowList>
    </Stack>
  );
}
