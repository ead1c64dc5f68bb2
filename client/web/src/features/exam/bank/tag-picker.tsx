import { BankTagsDocument } from '@lectern/sdk';
import { Group, MultiSelect, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGraphQuery } from '../../../graph/use-graph.ts';
import { useFormat } from '../../../i18n/format.ts';

export interface TagPickerProps {
  readonly courseId: string;
  readonly label: string;
  readonly description?: string;
  readonly value: readonly string[];
  readonly error?: string | null;
  readonly onChange: (tags: string[]) => void;
}

/** Chooses among the tags of a course's bank; each with how many questions bear it. */
export function TagPicker({ courseId, label, description, value, error = null, onChange }: TagPickerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useGraphQuery(BankTagsDocument, { courseId });
  const tags = data?.bankTags ?? [];
  const counts = new Map(tags.map(({ name, questionCount }) => [name, questionCount]));
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={value.length === 0 ? t('bank.anyTag') : ''}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('common.clear') }}
      hidePickedOptions
      nothingFoundMessage={tags.length === 0 ? t('bank.noTags') : t('common.nothingFound')}
      maxDropdownHeight={260}
      // A tag that the bank no longer has stays visible while it is chosen.
      data={[...new Set([...tags.map(({ name }) => name), ...value])]}
      value={[...value]}
      error={error}
      onChange={onChange}
      renderOption={({ option }) => (
        <Group justify="space-between" flex={1} wrap="nowrap">
          <span>{option.value}</span>
          <Text span size="sm" c="dimmed" className="lectern-tabular">
            {format.number(counts.get(option.value) ?? 0)}
          </Text>
        </Group>
      )}
    />
  );
}
