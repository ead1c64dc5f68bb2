import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';

export interface PromptDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly label: string;
  readonly initial?: string;
  readonly confirm: string;
  readonly isBusy?: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (text: string) => void;
}

function PromptForm({ label, initial = '', confirm, isBusy = false, onClose, onConfirm }: PromptDialogProps) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { text: initial },
    validate: { text: (value) => (value.trim() ? null : t('common.required')) },
  });
  return (
    <form onSubmit={form.onSubmit(({ text }) => onConfirm(text.trim()))}>
      <Stack gap="md">
        <TextInput data-autofocus label={label} maxLength={200} {...form.getInputProps('text')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isBusy}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Asks for one line of text. */
export function PromptDialog(props: PromptDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <PromptForm {...props} />
    </Modal>
  );
}
