import { NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { localZone } from '../../../ui/local-time.ts';
import type { AllowanceValues } from './allowance-values.ts';

/** What is given. */
export function AllowanceFields({ form }: { readonly form: UseFormReturnType<AllowanceValues> }) {
  const { t } = useTranslation();
  const zone = t('exam.localTime', { zone: localZone() });
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        <NumberInput
          data-autofocus
          label={t('allowances.minutes')}
          min={0}
          max={1440}
          {...form.getInputProps('minutes')}
        />
        <NumberInput label={t('allowances.percent')} min={0} max={900} suffix=" %" {...form.getInputProps('percent')} />
        <NumberInput
          label={t('allowances.attempts')}
          min={0}
          max={100}
          allowDecimal={false}
          {...form.getInputProps('attempts')}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          type="datetime-local"
          label={t('allowances.opensAt')}
          description={zone}
          {...form.getInputProps('opensAt')}
        />
        <TextInput
          type="datetime-local"
          label={t('allowances.closesAt')}
          description={zone}
          {...form.getInputProps('closesAt')}
        />
      </SimpleGrid>
    </>
  );
}
