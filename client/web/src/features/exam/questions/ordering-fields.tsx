import { Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MoveButtons } from '../../../ui/move-buttons.tsx';
import type { KeyFieldProps } from './key-fields.tsx';
import { newItem } from './question-values.ts';
import { RowList } from './row-list.tsx';

/** What is to be put in order, written in the right one. */
export function OrderingFields({ form }: KeyFieldProps) {
  const { t } = useTranslation();
  const { items } = form.values;
  return (
    <RowList
      legend={t('questions.items')}
      hint={t('questions.itemsHint')}
      rows={items}
      min={2}
      max={20}
      error={form.errors.items}
      addLabel={t('questions.addItem')}
      removeLabel={(number) => t('questions.removeItem', { number })}
      onAdd={() => form.insertListItem('items', newItem())}
      onRemove={(index) => form.removeListItem('items', index)}
    >
      {(_item, index) => (
        <>
          <Text c="dimmed" fw={600} miw={20} ta="right" className="lectern-tabular" aria-hidden>
            {index + 1}
          </Text>
          <TextInput
            flex={1}
            miw={0}
            maxLength={500}
            aria-label={t('questions.item', { number: index + 1 })}
            placeholder={t('questions.item', { number: index + 1 })}
            {...form.getInputProps(`items.${index}.text`)}
          />
          <MoveButtons
            name={t('questions.item', { number: index + 1 })}
            position={index + 1}
            count={items.length}
            onMove={(position) => form.reorderListItem('items', { from: index, to: position - 1 })}
          />
        </>
      )}
    </RowList>
  );
}
