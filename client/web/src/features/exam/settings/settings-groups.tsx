import {
  Checkbox,
  NumberInput,
  Radio,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { localZone } from '../../../ui/local-time.ts';
import { LockNote } from './lock-note.tsx';
import { isShut, type Lock, type LockedField } from './locks.ts';
import type { SettingsValues } from './settings-values.ts';

export type SettingsForm = UseFormReturnType<SettingsValues>;

export interface SettingsGroupProps {
  readonly form: SettingsForm;
  readonly lockOf: (field: LockedField) => Lock | null;
}

/** What is said of a field stands below it, so that fields side by side are level. */
const below = ['label', 'input', 'error', 'description'] as const;

/** What a field shows of its lock: it is shut, or says in which way it may still move. */
function locked(lock: Lock | null, hint?: string) {
  return {
    inputWrapperOrder: [...below],
    disabled: isShut(lock),
    ...(lock ? { description: <LockNote lock={lock} /> } : hint ? { description: hint } : {}),
  };
}

/** What the exam is called and what learners are told before it. */
export function BasicsGroup({ form }: Pick<SettingsGroupProps, 'form'>) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <TextInput label={t('exam.titleField')} maxLength={200} {...form.getInputProps('title')} />
      <Textarea
        label={t('exam.instructions')}
        description={t('exam.instructionsHint')}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={20_000}
        {...form.getInputProps('instructions')}
      />
    </Stack>
  );
}

/** The window, the time limit, and what arrives late. */
export function WhenGroup({ form, lockOf }: SettingsGroupProps) {
  const { t } = useTranslation();
  const zone = t('exam.localTime', { zone: localZone() });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextInput
        type="datetime-local"
        label={t('exam.opensAt')}
        {...locked(lockOf('opensAt'), zone)}
        {...form.getInputProps('opensAt')}
      />
      <TextInput
        type="datetime-local"
        label={t('exam.closesAt')}
        {...locked(lockOf('closesAt'), zone)}
        {...form.getInputProps('closesAt')}
      />
      <NumberInput
        label={t('exam.timeLimit')}
        suffix={` ${t('exam.minutes')}`}
        min={1}
        max={1440}
        {...locked(lockOf('timeLimitMinutes'), t('settings.timeLimitHint'))}
        {...form.getInputProps('timeLimitMinutes')}
      />
      <NumberInput
        label={t('settings.grace')}
        suffix={` ${t('settings.seconds')}`}
        min={0}
        max={3600}
        allowDecimal={false}
        {...locked(lockOf('graceSeconds'), t('settings.graceHint'))}
        {...form.getInputProps('graceSeconds')}
      />
    </SimpleGrid>
  );
}

const countings = ['BEST', 'LAST', 'FIRST', 'MEAN'] as const;

/** How often an exam is sat, and which attempt counts. */
export function AttemptsGroup({ form, lockOf }: SettingsGroupProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const delay = Number(form.values.attemptDelayMinutes);
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md" style={{ alignItems: 'start' }}>
      <NumberInput
        label={t('exam.attemptsField')}
        min={1}
        max={100}
        allowDecimal={false}
        {...locked(lockOf('attemptsMax'))}
        {...form.getInputProps('attemptsMax')}
      />
      <NumberInput
        label={t('settings.delay')}
        suffix={` ${t('exam.minutes')}`}
        min={0}
        max={525_600}
        {...locked(lockOf('attemptDelayMinutes'), delay >= 120 ? format.duration(delay * 60) : t('settings.delayHint'))}
        {...form.getInputProps('attemptDelayMinutes')}
      />
      <Select
        label={t('settings.counting')}
        allowDeselect={false}
        data={countings.map((value) => ({ value, label: t(`settings.countings.${value}`) }))}
        {...locked(lockOf('countingAttempt'))}
        {...form.getInputProps('countingAttempt')}
      />
    </SimpleGrid>
  );
}

/** What passes, how learners move, and what is in another order for each. */
export function RulesGroup({ form, lockOf }: SettingsGroupProps) {
  const { t } = useTranslation();
  const inPoints = form.values.passMarkIn === 'points';
  const passMark = inPoints ? 'passMarkPoints' : 'passMarkPercent';
  const navigationLock = lockOf('navigation');
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <NumberInput
          key={passMark}
          label={t('exam.passMarkField')}
          suffix={inPoints ? ` ${t('settings.points')}` : ' %'}
          min={0}
          max={inPoints ? 1_000_000 : 100}
          decimalScale={2}
          {...locked(lockOf(passMark), t('settings.passMarkHint'))}
          {...form.getInputProps(passMark)}
        />
        <SegmentedControl
          mt={{ base: 0, sm: 24 }}
          style={{ alignSelf: 'start' }}
          aria-label={t('settings.passMarkIn')}
          disabled={isShut(lockOf(passMark))}
          data={[
            { value: 'percent', label: t('settings.inPercent') },
            { value: 'points', label: t('settings.inPoints') },
          ]}
          value={form.values.passMarkIn}
          onChange={(value) => form.setFieldValue('passMarkIn', value === 'points' ? 'points' : 'percent')}
        />
      </SimpleGrid>
      <Radio.Group
        label={t('settings.navigation')}
        {...(navigationLock ? { description: <LockNote lock={navigationLock} /> } : {})}
        value={form.values.navigation}
        onChange={(value) => form.setFieldValue('navigation', value === 'ONE_WAY' ? 'ONE_WAY' : 'FREE')}
      >
        <Stack gap="xs" mt="xs">
          {(['FREE', 'ONE_WAY'] as const).map((value) => (
            <Radio
              key={value}
              value={value}
              disabled={isShut(navigationLock)}
              label={t(`settings.navigations.${value}`)}
              description={t(`settings.navigationHints.${value}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {t('settings.shuffling')}
        </Text>
        {(['shufflesQuestions', 'shufflesChoices'] as const).map((field) => (
          <Checkbox
            key={field}
            label={t(`exam.${field}`)}
            disabled={isShut(lockOf(field))}
            description={lockOf(field) ? <LockNote lock="fixed" /> : undefined}
            {...form.getInputProps(field, { type: 'checkbox' })}
          />
        ))}
      </Stack>
    </Stack>
  );
}
