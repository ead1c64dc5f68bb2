import type { ExamHeadFragment, ResultVisibility } from '@lectern/sdk';
import {
  Alert,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Radio,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { fromLocalInput, localZone, toLocalInput } from '../../ui/local-time.ts';

/** An exam's settings as the form holds them: local times as text, the time limit in minutes. */
export interface ExamSettingsValues {
  title: string;
  instructions: string;
  opensAt: string;
  closesAt: string;
  timeLimitMinutes: number | string;
  passMarkPercent: number | string;
  attemptsMax: number | string;
  resultVisibility: ResultVisibility;
  shufflesQuestions: boolean;
  shufflesChoices: boolean;
}

/** What the form starts with: the exam as it is, or sensible values for a new one. */
export function settingsOf(exam: ExamHeadFragment | null): ExamSettingsValues {
  return {
    title: exam?.title ?? '',
    instructions: exam?.instructions ?? '',
    opensAt: toLocalInput(exam?.opensAt ?? null),
    closesAt: toLocalInput(exam?.closesAt ?? null),
    timeLimitMinutes: (exam?.timeLimitSeconds ?? 3600) / 60,
    passMarkPercent: exam?.passMarkPercent ?? 60,
    attemptsMax: exam?.attemptsMax ?? 1,
    resultVisibility: exam?.resultVisibility ?? 'OWN',
    shufflesQuestions: true,
    shufflesChoices: true,
  };
}

const visibilities = ['OWN', 'PARTICIPANTS'] as const satisfies readonly ResultVisibility[];

/** Settings as the mutations take them. */
export function inputOf(values: ExamSettingsValues) {
  return {
    title: values.title.trim(),
    instructions: values.instructions,
    opensAt: fromLocalInput(values.opensAt),
    closesAt: fromLocalInput(values.closesAt),
    timeLimitSeconds: Math.round(Number(values.timeLimitMinutes) * 60),
    passMarkPercent: Number(values.passMarkPercent),
    attemptsMax: Math.round(Number(values.attemptsMax)),
    resultVisibility: values.resultVisibility,
  };
}

function useSettingsForm(exam: ExamHeadFragment | null) {
  const { t } = useTranslation();
  const between = (min: number, max: number) => (value: number | string) =>
    Number(value) >= min && Number(value) <= max && value !== '' ? null : t('common.between', { min, max });
  return useForm<ExamSettingsValues>({
    initialValues: settingsOf(exam),
    validate: {
      title: (value) => (value.trim() ? null : t('common.required')),
      closesAt: (value, all) => (value && all.opensAt && value <= all.opensAt ? t('exam.closesBeforeOpens') : null),
      timeLimitMinutes: between(1, 1440),
      passMarkPercent: between(0, 100),
      attemptsMax: between(1, 100),
    },
  });
}

interface FieldsProps {
  readonly form: UseFormReturnType<ExamSettingsValues>;
  readonly isPublished: boolean;
  readonly isNew: boolean;
}

function WindowFields({ form, isPublished }: Omit<FieldsProps, 'isNew'>) {
  const { t } = useTranslation();
  const zone = t('exam.localTime', { zone: localZone() });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextInput
        type="datetime-local"
        label={t('exam.opensAt')}
        description={zone}
        {...form.getInputProps('opensAt')}
      />
      <TextInput
        type="datetime-local"
        label={t('exam.closesAt')}
        description={zone}
        {...form.getInputProps('closesAt')}
      />
      <NumberInput
        label={t('exam.timeLimit')}
        suffix={` ${t('exam.minutes')}`}
        min={1}
        max={1440}
        disabled={isPublished}
        {...form.getInputProps('timeLimitMinutes')}
      />
      <NumberInput
        label={t('exam.passMarkField')}
        suffix=" %"
        min={0}
        max={100}
        decimalScale={1}
        disabled={isPublished}
        {...form.getInputProps('passMarkPercent')}
      />
      <NumberInput
        label={t('exam.attemptsField')}
        min={1}
        max={100}
        allowDecimal={false}
        disabled={isPublished}
        {...form.getInputProps('attemptsMax')}
      />
    </SimpleGrid>
  );
}

function ResultFields({ form, isNew }: Omit<FieldsProps, 'isPublished'>) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group
        label={t('exam.visibility')}
        value={form.values.resultVisibility}
        onChange={(value) =>
          form.setFieldValue('resultVisibility', visibilities.find((known) => known === value) ?? 'OWN')
        }
      >
        <Stack gap="xs" mt="xs">
          {visibilities.map((value) => (
            <Radio key={value} value={value} label={t(`exam.visibilityChoices.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {isNew ? (
        <Stack gap="xs">
          <Checkbox
            label={t('exam.shufflesQuestions')}
            {...form.getInputProps('shufflesQuestions', { type: 'checkbox' })}
          />
          <Checkbox
            label={t('exam.shufflesChoices')}
            {...form.getInputProps('shufflesChoices', { type: 'checkbox' })}
          />
        </Stack>
      ) : null}
    </>
  );
}

export interface ExamSettingsFormProps {
  /** The exam as it is; null for a new one. */
  readonly exam: ExamHeadFragment | null;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly onSubmit: (values: ExamSettingsValues) => void;
}

/** An exam's settings. Times are the device's own; what publishing has fixed cannot be changed. */
export function ExamSettingsForm({ exam, submit, isBusy, onSubmit }: ExamSettingsFormProps) {
  const { t } = useTranslation();
  const form = useSettingsForm(exam);
  const isPublished = exam !== null && exam.status !== 'DRAFT';
  return (
    <form onSubmit={form.onSubmit((values) => onSubmit(values))}>
      <Stack gap="lg" maw={760}>
        {isPublished ? (
          <Alert color="ink" icon={<IconInfoCircle aria-hidden />}>
            {t('exam.publishedFixed')}
          </Alert>
        ) : null}
        <TextInput label={t('exam.titleField')} maxLength={200} {...form.getInputProps('title')} />
        <Textarea
          label={t('exam.instructions')}
          description={t('exam.instructionsHint')}
          autosize
          minRows={4}
          maxRows={16}
          maxLength={20_000}
          {...form.getInputProps('instructions')}
        />
        <WindowFields form={form} isPublished={isPublished} />
        <ResultFields form={form} isNew={exam === null} />
        <Group>
          <Button type="submit" loading={isBusy} disabled={exam !== null && !form.isDirty()}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
