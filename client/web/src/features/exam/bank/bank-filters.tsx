import type { BankFilter, QuestionKind } from '@lectern/sdk';
import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { questionKinds } from '../questions/question-values.ts';
import { TagPicker } from './tag-picker.tsx';

export interface BankFilterValues {
  readonly search: string;
  readonly tags: readonly string[];
  readonly kind: QuestionKind | null;
}

/** What is looked for in a bank, as the page holds it and as it is asked for: what is typed settles first. */
export function useBankFilter(isArchived = false) {
  const [values, setValues] = useState<BankFilterValues>({ search: '', tags: [], kind: null });
  const [search] = useDebouncedValue(values.search.trim(), 250);
  const filter: BankFilter = {
    tags: [...values.tags],
    isArchived,
    ...(values.kind ? { kind: values.kind } : {}),
    ...(search ? { search } : {}),
  };
  const isFiltered = search !== '' || values.tags.length > 0 || values.kind !== null;
  return { values, setValues, filter, isFiltered };
}

export interface BankFiltersProps {
  readonly courseId: string;
  readonly values: BankFilterValues;
  readonly onChange: (values: BankFilterValues) => void;
}

/** Words, tags and kind: which questions of a bank are shown. */
export function BankFilters({ courseId, values, onChange }: BankFiltersProps) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" role="search" aria-label={t('bank.filters')}>
      <TextInput
        type="search"
        label={t('bank.search')}
        placeholder={t('bank.searchHint')}
        leftSection={<IconSearch size={17} aria-hidden />}
        value={values.search}
        onChange={(event) => onChange({ ...values, search: event.currentTarget.value })}
      />
      <TagPicker
        courseId={courseId}
        label={t('bank.tags')}
        value={values.tags}
        onChange={(tags) => onChange({ ...values, tags })}
      />
      <Select
        label={t('questions.kind')}
        placeholder={t('bank.anyKind')}
        clearable
        clearButtonProps={{ 'aria-label': t('common.clear') }}
        data={questionKinds.map((value) => ({ value, label: t(`questions.kinds.${value}`) }))}
        value={values.kind}
        onChange={(kind) => onChange({ ...values, kind: questionKinds.find((known) => known === kind) ?? null })}
      />
    </SimpleGrid>
  );
}
