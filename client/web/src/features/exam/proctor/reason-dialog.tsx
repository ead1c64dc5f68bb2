import { Button, Group, Modal, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';

export interface Asked {
  readonly title: string;
  readonly body: string;
  readonly confirm: string;
  readonly isDangerous?: boolean;
  /** The label of the text; "why" unless told. */
  readonly label?: string;
  /** Whether a number of minutes is asked for too. */
  readonly minutes?: { readonly label: string; readonly initial: number };
}

export interface ReasonDialogProps {
  /** What is asked; null: nothing just now. */
  readonly asked: Asked | null;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (text: string, minutes: number) => void;
}

const textMax = 1000;
const minutesMax = 1440;

function ReasonForm({ asked, isBusy, onClose, onConfirm }: ReasonDialogProps & { readonly asked: Asked }) {
  const { t } = useTranslation();
  const { minutes } = asked;
  const form = useForm<{ text: string; minutes: number | string }>({
    initialValues: { text: '', minutes: minutes?.initial ?? 1 },
    validate: {
      text: (value) => (value.trim() ? null : t('common.required')),
      minutes: (value) =>
        Number(value) >= 1 && Number(value) <= minutesMax ? null : t('common.between', { min: 1, max: minutesMax }),
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => onConfirm(values.text.trim(), Number(values.minutes)))}>
      <Stack gap="md">
        <Text size="sm">{asked.body}</Text>
        {minutes ? (
          <NumberInput label={minutes.label} min={1} max={minutesMax} {...form.getInputProps('minutes')} />
        ) : null}
        <Textarea
          data-autofocus
          label={asked.label ?? t('proctor.reason')}
          description={asked.label ? null : t('proctor.reasonHint')}
          autosize
          minRows={3}
          maxRows={8}
          maxLength={textMax}
          {...form.getInputProps('text')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={isBusy}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isBusy} color={asked.isDangerous ? 'red.8' : 'ink'}>
            {asked.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Asks why (or what to say) before something is done to learners' attempts. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation();
  const { asked, onClose } = props;
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={asked?.title ?? ''}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {asked ? <ReasonForm {...props} asked={asked} /> : null}
    </Modal>
  );
}
