import { Checkbox, NumberInput, Radio, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettingsForm } from './settings-groups.tsx';

const disagreements = ['THIRD_MARKER', 'MEAN', 'HIGHER', 'LOWER'] as const;

/** How essays are marked. */
export function MarkingGroup({ form, isPublished }: { readonly form: SettingsForm; readonly isPublished: boolean }) {
  const { t } = useTranslation();
  const byTwo = form.values.markersPerEssay === '2';
  return (
    <Stack gap="md">
      {isPublished ? (
        <Text size="sm" c="dimmed">
          {t('settings.markingLocks')}
        </Text>
      ) : null}
      <Checkbox
        label={t('settings.anonymous')}
        description={t('settings.anonymousHint')}
        {...form.getInputProps('isAnonymous', { type: 'checkbox' })}
      />
      <Radio.Group
        label={t('settings.markers')}
        value={form.values.markersPerEssay}
        onChange={(value) => form.setFieldValue('markersPerEssay', value === '2' ? '2' : '1')}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="1" label={t('settings.oneMarker')} />
          <Radio value="2" label={t('settings.twoMarkers')} description={t('settings.twoMarkersHint')} />
        </Stack>
      </Radio.Group>
      {byTwo ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" style={{ alignItems: 'start' }}>
          <NumberInput
            label={t('settings.tolerated')}
            description={t('settings.toleratedHint')}
            suffix=" %"
            min={0}
            max={100}
            decimalScale={1}
            {...form.getInputProps('toleratedDifferencePercent')}
          />
          <Select
            label={t('settings.disagreement')}
            description={t('settings.disagreementHint')}
            allowDeselect={false}
            data={disagreements.map((value) => ({ value, label: t(`settings.disagreements.${value}`) }))}
            {...form.getInputProps('onDisagreement')}
          />
        </SimpleGrid>
      ) : null}
    </Stack>
  );
}
