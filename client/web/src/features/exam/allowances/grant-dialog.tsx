import { GrantAllowanceDocument } from '@lectern/sdk';
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useGraphMutation } from '../../../graph/use-graph.ts';
import { sayDone } from '../../../ui/toast.ts';
import { AllowanceFields } from './allowance-fields.tsx';
import { type AllowanceValues, allowanceInput, isEmptyAllowance, noAllowance } from './allowance-values.ts';
import { WhomField } from './whom-field.tsx';

export interface GrantDialogProps {
  readonly isOpen: boolean;
  readonly examId: string;
  readonly courseId: string;
  /** For whom it is; left out: it is asked. */
  readonly learner?: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

function useGrantForm(learner: GrantDialogProps['learner']) {
  const { t } = useTranslation();
  const between = (min: number, max: number) => (value: number | string) =>
    Number(value) >= min && Number(value) <= max ? null : t('common.between', { min, max });
  return useForm<AllowanceValues>({
    initialValues: { ...noAllowance, learnerId: learner?.id ?? null },
    validate: {
      learnerId: (value, { to }) => (to === 'learner' && !value ? t('common.required') : null),
      groupId: (value, { to }) => (to === 'group' && !value ? t('common.required') : null),
      minutes: (value, all) => (isEmptyAllowance(all) ? t('allowances.nothing') : between(0, 1440)(value)),
      percent: between(0, 900),
      attempts: between(0, 100),
      closesAt: (value, { opensAt }) => (value && opensAt && value <= opensAt ? t('exam.closesBeforeOpens') : null),
      reason: (value) => (value.trim() ? null : t('common.required')),
    },
  });
}

function GrantForm({ examId, courseId, learner, onClose }: Omit<GrantDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const form = useGrantForm(learner);
  const grant = useGraphMutation(GrantAllowanceDocument, {
    onDone: ({ grantAllowance }) => {
      sayDone(t('allowances.granted', { count: grantAllowance.movedCount }));
      onClose();
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => grant.mutate({ input: allowanceInput(examId, values) }))}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('allowances.grantHint')}
        </Text>
        {learner ? <Text fw={600}>{learner.name}</Text> : <WhomField form={form} examId={examId} courseId={courseId} />}
        <AllowanceFields form={form} />
        <Textarea
          label={t('proctor.reason')}
          description={t('proctor.reasonHint')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          {...form.getInputProps('reason')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={grant.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={grant.isPending}>
            {t('allowances.grant')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Gives a learner or a group more time, attempts or another window. */
export function GrantDialog({ isOpen, onClose, ...form }: GrantDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={t('allowances.grant')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <GrantForm onClose={onClose} {...form} />
    </Modal>
  );
}
