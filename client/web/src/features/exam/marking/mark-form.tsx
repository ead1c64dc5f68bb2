import type { ScriptPartsFragment } from '@lectern/sdk';
import { Alert, Button, Group, NumberInput, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconScale } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';

/** What a marker gives. */
export interface GivenMark {
  readonly points: number;
  readonly feedback: string;
}

export interface MarkFormProps {
  readonly script: ScriptPartsFragment;
  readonly isBusy: boolean;
  readonly onMark: (mark: GivenMark) => void;
  readonly onRelease: () => void;
}

/** Points and words to the learner for one script. */
export function MarkForm({ script, isBusy, onMark, onRelease }: MarkFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const max = script.pointsMax;
  const form = useForm<{ points: number | string; feedback: string }>({
    initialValues: { points: '', feedback: '' },
    validate: {
      points: (value) =>
        typeof value === 'number' && value >= 0 && value <= max
          ? null
          : t('marking.pointsRange', { max: format.number(max) }),
    },
  });
  return (
    <form onSubmit={form.onSubmit(({ points, feedback }) => onMark({ points: Number(points), feedback }))}>
      <Stack gap="md">
        {script.status === 'DISAGREED' ? (
          <Alert color="orange" icon={<IconScale aria-hidden />}>
            {t('marking.deciding')}
          </Alert>
        ) : null}
        <NumberInput
          data-autofocus
          label={t('marking.points')}
          description={t('marking.pointsOf', { points: format.number(max) })}
          inputMode="decimal"
          min={0}
          max={max}
          step={0.5}
          decimalScale={2}
          {...form.getInputProps('points')}
        />
        <Textarea
          label={t('marking.feedback')}
          description={t('marking.feedbackHint')}
          autosize
          minRows={4}
          maxRows={14}
          maxLength={10_000}
          {...form.getInputProps('feedback')}
        />
        <Group justify="space-between" gap="xs">
          <Button type="submit" loading={isBusy}>
            {t('marking.saveNext')}
          </Button>
          <Button variant="subtle" color="gray" c="dimmed" onClick={onRelease} disabled={isBusy}>
            {t('marking.release')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
