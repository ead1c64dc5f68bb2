import type { ExamSettingsPartsFragment } from '@lectern/sdk';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/section.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { AccessGroup } from './access-group.tsx';
import { type LockedField, lockOf } from './locks.ts';
import { MarkingGroup } from './marking-group.tsx';
import { ResultsGroup } from './results-group.tsx';
import classes from './settings.module.css';
import { AttemptsGroup, BasicsGroup, RulesGroup, type SettingsForm, WhenGroup } from './settings-groups.tsx';
import { looksLikeNetwork, type SettingsValues, settingsOf } from './settings-values.ts';

export interface SettingsFormProps {
  /** The exam as it is; null for a new one. */
  readonly exam: ExamSettingsPartsFragment | null;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly onSubmit: (values: SettingsValues) => void;
}

function useSettingsForm(exam: ExamSettingsPartsFragment | null): SettingsForm {
  const { t } = useTranslation();
  const between = (min: number, max: number) => (value: number | string) =>
    Number(value) >= min && Number(value) <= max && value !== '' ? null : t('common.between', { min, max });
  return useForm<SettingsValues>({
    initialValues: settingsOf(exam),
    validate: {
      title: (value) => (value.trim() ? null : t('common.required')),
      closesAt: (value, all) => (value && all.opensAt && value <= all.opensAt ? t('exam.closesBeforeOpens') : null),
      timeLimitMinutes: between(1, 1440),
      passMarkPercent: between(0, 100),
      passMarkPoints: (value, { passMarkIn }) => (passMarkIn === 'points' ? between(0, 1_000_000)(value) : null),
      attemptsMax: between(exam && exam.status !== 'DRAFT' ? exam.attemptsMax : 1, 100),
      attemptDelayMinutes: between(0, 525_600),
      graceSeconds: between(0, 3600),
      allowedNetworks: (networks) => {
        const wrong = networks.find((network) => !looksLikeNetwork(network));
        return wrong === undefined ? null : t('settings.notANetwork', { text: wrong });
      },
      toleratedDifferencePercent: between(0, 100),
    },
  });
}

/** An exam's settings in groups. Times are the device's own; what publishing has fixed is shut, with the reason. */
export function ExamSettingsForm({ exam, submit, isBusy, onSubmit }: SettingsFormProps) {
  const { t } = useTranslation();
  const form = useSettingsForm(exam);
  const now = useNow(60_000);
  const isNew = exam === null;
  const isPublished = exam !== null && exam.status !== 'DRAFT';
  const group = { form, lockOf: (field: LockedField) => lockOf(exam, field, now) };
  const isDirty = form.isDirty();
  return (
    <form onSubmit={form.onSubmit(onSubmit)} noValidate>
      <Stack gap="lg" maw={860} className={classes.form ?? ''}>
        {isPublished ? (
          <Alert color="ink" icon={<IconInfoCircle aria-hidden />}>
            {t('exam.publishedFixed')}
          </Alert>
        ) : null}
        <Section title={t('settings.basics')}>
          <BasicsGroup form={form} />
        </Section>
        <Section title={t('settings.when')} description={t('settings.whenHint')}>
          <WhenGroup {...group} />
        </Section>
        <Section title={t('settings.attempts')}>
          <AttemptsGroup {...group} />
        </Section>
        <Section title={t('settings.rules')}>
          <RulesGroup {...group} />
        </Section>
        {isNew ? null : (
          <>
            <Section title={t('settings.access')} description={t('settings.accessHint')}>
              <AccessGroup form={form} />
            </Section>
            <Section title={t('settings.results')} description={t('settings.resultsHint')}>
              <ResultsGroup form={form} />
            </Section>
            <Section title={t('settings.marking')} description={t('settings.markingHint')}>
              <MarkingGroup form={form} isPublished={isPublished} />
            </Section>
          </>
        )}
        <Group className={classes.bar ?? ''} gap="md">
          <Button type="submit" loading={isBusy} disabled={!isNew && !isDirty}>
            {submit}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {isNew ? t('settings.moreLater') : isDirty ? t('settings.unsaved') : ''}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
